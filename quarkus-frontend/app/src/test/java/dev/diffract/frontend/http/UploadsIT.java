package dev.diffract.frontend.http;

import static dev.diffract.frontend.testing.Rest.BODY;
import static dev.diffract.frontend.testing.Rest.PATH;
import static dev.diffract.frontend.testing.Rest.metric;
import static dev.diffract.frontend.testing.Rest.post;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.diffract.frontend.intake.Intake;
import dev.diffract.frontend.testing.FakeSlices;
import dev.diffract.frontend.testing.Impatient;
import dev.diffract.frontend.testing.RawHttp1;
import dev.diffract.frontend.testing.RawHttp2;
import dev.diffract.frontend.testing.WithHealthySlices;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that never come to their end, or end otherwise than they should: what they took of the intake's budget comes back. */
@QuarkusTest
@TestProfile(Impatient.class)
@QuarkusTestResource(FakeSlices.class)
class UploadsIT extends WithHealthySlices {

    private static final String SLOW_BODIES = "diffract_intake_timeouts_total{part=\"body\"}";

    @TestHTTPResource
    URI address;

    @Inject
    Intake intake;

    @AfterEach
    void allIsGivenBack() {
        await().untilAsserted(() -> {
            assertThat(intake.taken()).isZero();
            assertThat(intake.reading()).isZero();
            assertThat(intake.waiting()).isZero();
        });
        assertThat(post(BODY).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 15, 1_000_000})
    void whoAnnouncesMuchAndStopsIsAnsweredAndClosed(int sent) throws IOException {
        double before = metric(SLOW_BODIES);
        try (RawHttp1 connection = new RawHttp1(address)) {
            connection.post(PATH, "Content-Length: 16000000").send(" ".repeat(sent));
            tooSlow(connection.readToEnd());
        }
        assertThat(metric(SLOW_BODIES)).isEqualTo(before + 1);
    }

    /** The others of its connection go on: it is cut off alone. */
    @Test
    void aStreamOfHttp2ThatStallsKeepsNoOtherWaiting() throws IOException {
        try (RawHttp2 connection = new RawHttp2(address)) {
            connection.post(1, PATH);
            connection.data(1, new byte[10_000]);
            drawn(connection, 3);

            assertThat(connection.await(RawHttp2.HEADERS, 1).hasStatus(408)).isTrue();
            connection.await(RawHttp2.RST_STREAM, 1);
            drawn(connection, 5);
        }
    }

    private static void drawn(RawHttp2 connection, int stream) throws IOException {
        connection.post(stream, PATH);
        connection.end(stream, BODY.getBytes(StandardCharsets.US_ASCII));
        RawHttp2.Frame head = connection.await(RawHttp2.HEADERS, stream);
        assertThat(head.isOk())
                .as(new String(head.payload(), StandardCharsets.ISO_8859_1))
                .isTrue();
    }

    @Test
    void chunksWithoutAnEndAreAnsweredAndClosed() throws IOException {
        try (RawHttp1 connection = new RawHttp1(address)) {
            connection.post(PATH, "Transfer-Encoding: chunked").send("5\r\n{\"pro\r\n");
            tooSlow(connection.readToEnd());
        }
    }

    private static void tooSlow(String answer) {
        assertThat(answer)
                .startsWith("HTTP/1.1 408 ")
                .containsIgnoringCase("\r\ncontent-type: application/problem+json")
                .contains("\"code\":\"too_slow\"")
                .doesNotContain("(reset)");
    }

    /** The one is served while others have stalled, and after. */
    @Test
    void fortyThatStallKeepNobodyWaiting() throws IOException {
        List<RawHttp1> stalled = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            stalled.add(
                    new RawHttp1(address).post(PATH, "Content-Length: 16000000").send(new byte[2_000_000]));
            if (i % 10 == 0) {
                assertThat(post(BODY).statusCode()).isEqualTo(200);
            }
        }
        for (RawHttp1 connection : stalled) {
            assertThat(connection.readToEnd()).containsPattern("^HTTP/1.1 (408|503) ");
            connection.close();
        }
    }

    @Test
    void whoHangsUpInTheMiddleLeavesNothing() throws IOException {
        for (int i = 0; i < 20; i++) {
            try (RawHttp1 connection = new RawHttp1(address)) {
                connection.post(PATH, "Content-Length: 16000000").send(" ".repeat(100_000));
            }
        }
    }

    @Test
    void aBodyThatIsTooLongIsRefusedHoweverItComes() throws IOException {
        Response announced =
                given().contentType("application/json").body(new byte[17 << 20]).post(PATH);
        assertThat(announced.statusCode()).isEqualTo(413);
        try (RawHttp1 connection = new RawHttp1(address)) {
            connection.post(PATH, "Transfer-Encoding: chunked");
            for (int i = 0; i < 17; i++) {
                connection.send("100000\r\n" + " ".repeat(1 << 20) + "\r\n");
            }
            assertThat(connection.readAnswer()).startsWith("HTTP/1.1 413 ");
        }
    }

    @Test
    void brokenChunksEndTheConnection() throws IOException {
        try (RawHttp1 connection = new RawHttp1(address)) {
            connection.post(PATH, "Transfer-Encoding: chunked").send("zz\r\nabc\r\n");
            assertThat(connection.readToEnd()).doesNotContain("HTTP/1.1 5");
        }
    }

    @Test
    void whatIsNoRequestIsRefused() {
        assertThat(post("{\"prompt\": ").statusCode()).isEqualTo(400);
        assertThat(post("").statusCode()).isEqualTo(400);
        assertThat(post("{\"image\": \"" + "A".repeat(1_000_000) + "\"}").statusCode())
                .isEqualTo(400);
        assertThat(given().contentType("application/json")
                        .accept("image/webp")
                        .body(BODY)
                        .post(PATH)
                        .statusCode())
                .isEqualTo(406);
    }

    /** Whoever waits for leave to send gets none where there is no room. */
    @Test
    void whatThereIsNoRoomForIsNotAskedFor() throws IOException {
        var large = intake.open();
        long most = intake.capacity() / 4 * 3;
        large.take(most - (1 << 20));
        try (RawHttp1 connection = new RawHttp1(address)) {
            connection.post(PATH, "Content-Length: 10000000", "Expect: 100-continue");
            String answer = connection.readToEnd();
            assertThat(answer)
                    .startsWith("HTTP/1.1 503 ")
                    .containsIgnoringCase("\r\nretry-after: 2\r\n")
                    .contains("\"code\":\"intake_full\"");
            assertThat(post(BODY).statusCode()).isEqualTo(200);
        } finally {
            large.close();
        }
    }

    /** Half of a body that fills the memory, when somebody whose turn it is needs the room. */
    @Test
    void whatComesInGivesWayToWhatIsRead() throws IOException {
        int quarter = (int) (intake.capacity() / 4);
        try (RawHttp1 connection = new RawHttp1(address)) {
            connection.post(PATH, "Content-Length: " + 5_000_000);
            connection.send("A".repeat(1_000_000));
            await().until(() -> intake.taken() > 1_000_000);
            var read = intake.open();
            read.ask(() -> {});
            read.read(() -> {
                for (int part = 0; part < 3; part++) {
                    read.take(quarter);
                }
                return "";
            });
            assertThat(connection.readToEnd()).startsWith("HTTP/1.1 503 ").contains("\"code\":\"intake_full\"");
            assertThat(intake.taken()).isEqualTo(3L * quarter);
            read.close();
        }
    }
}
