package dev.diffract.frontend.testing;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.restassured.response.Response;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.ConfigProvider;

/** What tests ask the application under test over HTTP. */
public final class Rest {

    public static final String PATH = "/v1/generations";
    public static final String PROMPT = "a secret red circle";
    public static final String BODY = "{\"prompt\": \"" + PROMPT + "\", \"seed\": 7}";

    private Rest() {}

    public static byte[] png(long seed) {
        Response answer = given().contentType("application/json")
                .accept("image/png")
                .body("{\"prompt\": \"" + PROMPT + "\", \"seed\": " + seed + "}")
                .post(PATH);
        assertThat(answer.statusCode())
                .as(answer.statusCode() == 200 ? "" : answer.asString())
                .isEqualTo(200);
        return answer.asByteArray();
    }

    public static Response post(String body) {
        return given().contentType("application/json").body(body).post(PATH);
    }

    /** What the management port answers, which is another than the one that pictures are drawn at. */
    public static Response managed(String path) {
        return managed("GET", path);
    }

    /** The same by another method. */
    public static Response managed(String method, String path) {
        return given().port(management().getPort()).request(method, path);
    }

    /** Where health and metrics are. */
    public static URI management() {
        return URI.create(
                "http://localhost:" + ConfigProvider.getConfig().getValue("quarkus.management.test-port", int.class));
    }

    public static List<String> doing() {
        return get("/v1/slices").jsonPath().<List<String>>getList("slices.doing").stream()
                .flatMap(List::stream)
                .toList();
    }

    /** After the time that looks at the slices take. */
    public static void awaitStates(String... states) {
        awaitStates(Duration.ofMillis(100), states);
    }

    /**
     * The same.
     *
     * @param delay before what was found is asked for; none where nothing has changed
     */
    public static void awaitStates(Duration delay, String... states) {
        // The first request of all loads the client: that takes its time on a machine that is busy.
        await().pollDelay(delay)
                .atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(get("/v1/slices").jsonPath().<String>getList("slices.state"))
                        .containsExactly(states));
    }

    /** The value of a series, 0 if it is not there yet. */
    public static double metric(String series) {
        return managed("/q/metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith(series + " "))
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .mapToDouble(Double::parseDouble)
                .findFirst()
                .orElse(0);
    }

    public static void awaitLatch(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
