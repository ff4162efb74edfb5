package dev.diffract.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.diffract.tests.harness.FrontendServer;
import dev.diffract.tests.harness.Metrics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever way a client goes: what is drawn for it ends, slices get no further calls, and the log is none of its business. */
class HangsUpIT {

    private static final String EVENTS = "text/event-stream";
    private static final String JSON = "application/json";
    private static final List<String> FORMS = List.of(EVENTS, JSON, "image/png");

    /** Minutes of work, at 40 ms a step and more. */
    private static final String LONG = "{\"prompt\":\"a red circle\",\"seed\":7,\"steps\":150}";

    /** Megabytes of events. */
    private static final String MUCH =
            "{\"prompt\":\"a red circle\",\"seed\":7,\"steps\":150,\"count\":16,\"previews\":true}";

    /** In which a request would be counted that nobody is to read any more. */
    private static final Duration MOMENT = Duration.ofMillis(200);

    static final Map<String, Consumer<RawConnection>> WAYS = Map.of(
            "FIN", RawConnection::close,
            "half of the connection closed", RawConnection::closeHalf,
            "RST", RawConnection::reset);

    static final Map<String, Consumer<RawConnection>> WAYS_OF_HTTP2 = Map.of(
            "RST_STREAM", connection -> connection.resetStream(1),
            "FIN", RawConnection::close,
            "half of the connection closed", RawConnection::closeHalf,
            "RST", RawConnection::reset,
            "GOAWAY and FIN", connection -> connection.goAway().close());

    @TempDir
    private static Path directory;

    private static Deployment deployment;
    private static FrontendServer frontend;
    private static Metrics counted;

    @BeforeAll
    static void start() {
        deployment = Deployment.start(
                directory,
                Map.of("slice-0", List.of("--fault", "latency=40ms")),
                "-Ddiffract.generation.max-active=2",
                "-Ddiffract.http.write-timeout=2s");
        frontend = deployment.frontendServer();
        counted = new Metrics(frontend.metrics());
    }

    @AfterAll
    static void theLogIsClean() {
        deployment.closeWithACleanLog();
    }

    static Stream<Arguments> everyWay() {
        return FORMS.stream().flatMap(form -> WAYS.keySet().stream().map(way -> Arguments.of(form, way)));
    }

    static Stream<Arguments> everyWayOfHttp2() {
        return FORMS.stream().flatMap(form -> WAYS_OF_HTTP2.keySet().stream().map(way -> Arguments.of(form, way)));
    }

    @ParameterizedTest
    @MethodSource("everyWay")
    void whoGoesWhileDrawing(String form, String way) {
        double before = cancelled();
        try (RawConnection client = new RawConnection(frontend.base()).post(form, LONG)) {
            awaitDrawing(1);
            WAYS.get(way).accept(client);
            awaitCancelled(before + 1);
        }
        nothingIsDrawn();
    }

    /** What it sent beside is nobody's any more, a whole request too. */
    @ParameterizedTest
    @MethodSource("everyWay")
    void whoGoesWithMoreRequestsOnTheWay(String form, String way) {
        String begun = "POST /v1/generations HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Content-Length: 50000\r\n\r\n" + "x".repeat(2000);
        for (boolean whole : List.of(false, true)) {
            double before = cancelled();
            double all = counted.sum("diffract_requests_total");
            try (RawConnection client = new RawConnection(frontend.base()).post(form, LONG)) {
                if (whole) {
                    client.post(form, LONG).post(form, LONG);
                }
                client.send(begun);
                awaitDrawing(1);
                WAYS.get(way).accept(client);
                awaitCancelled(before + 1);
            }
            nothingIsDrawn();
            await().during(MOMENT)
                    .untilAsserted(() ->
                            assertThat(counted.sum("diffract_requests_total")).isEqualTo(all + 1));
        }
    }

    @ParameterizedTest
    @MethodSource("everyWayOfHttp2")
    void whoGoesWhileDrawingOverHttp2(String form, String way) {
        double before = cancelled();
        try (RawConnection client = new RawConnection(frontend.base()).postHttp2(form, LONG)) {
            awaitDrawing(1);
            WAYS_OF_HTTP2.get(way).accept(client);
            awaitCancelled(before + 1);
        }
        nothingIsDrawn();
    }

    @ParameterizedTest
    @ValueSource(strings = {EVENTS, JSON})
    void whoGoesWhileWaitingForItsTurn(String form) {
        double before = cancelled();
        List<RawConnection> drawing = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            drawing.add(new RawConnection(frontend.base()).post(JSON, LONG));
            awaitDrawing(i + 1);
        }
        for (Consumer<RawConnection> way : WAYS.values()) {
            double gone = cancelled();
            try (RawConnection client = new RawConnection(frontend.base()).post(form, LONG)) {
                soon().untilAsserted(() ->
                        assertThat(counted.known("diffract_queue_depth")).isOne());
                way.accept(client);
                awaitCancelled(gone + 1);
            }
            assertThat(counted.known("diffract_queue_depth")).isZero();
        }
        drawing.forEach(RawConnection::close);
        awaitCancelled(before + WAYS.size() + 2);
        nothingIsDrawn();
    }

    /** What was sent to it lies unread at both ends. */
    @Test
    void whoGoesWithUnreadEvents() {
        double before = cancelled();
        try (RawConnection client = new RawConnection(frontend.base()).post(EVENTS, MUCH)) {
            assertThat(client.readSome()).startsWith("HTTP/1.1 200 ");
            awaitDrawing(1);
        }
        awaitCancelled(before + 1);
        nothingIsDrawn();
    }

    @Test
    void whoStaysAndReadsNoEvents() {
        double before = cancelled();
        try (RawConnection client = new RawConnection(frontend.base())) {
            client.post(EVENTS, MUCH);
            awaitDrawing(1);
            awaitCancelled(before + 1);
            nothingIsDrawn();
        }
    }

    /** Its first 64 KiB are all that it lets the server send. */
    @Test
    void whoStaysAndReadsNoEventsOverHttp2() {
        double before = cancelled();
        try (RawConnection client = new RawConnection(frontend.base())) {
            client.postHttp2(EVENTS, MUCH);
            awaitDrawing(1);
            awaitCancelled(before + 1);
            nothingIsDrawn();
        }
    }

    /** It has been drawn already; the connection is what the client would keep. */
    @Test
    void whoReadsNoAnswerLosesTheConnection() {
        String pipelined = "GET /q/openapi HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(100);
        try (RawConnection client = new RawConnection(frontend.base())) {
            client.send(pipelined);
            soon().untilAsserted(() -> assertThat(connections()).isOne());
            soon().atMost(Duration.ofMinutes(1))
                    .untilAsserted(() -> assertThat(connections()).isZero());
        }
    }

    @Test
    void whoGoesInTheMiddleOfItsBody() {
        for (Consumer<RawConnection> way : WAYS.values()) {
            try (RawConnection client = new RawConnection(frontend.base())) {
                client.send("POST /v1/generations HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                        + "Content-Length: 1000\r\n\r\n{\"prompt\":");
                takesRoomUntilItGoes(client, way);
            }
        }
        for (Consumer<RawConnection> way : WAYS_OF_HTTP2.values()) {
            try (RawConnection client = new RawConnection(frontend.base()).beginHttp2(JSON)) {
                client.data(1, "{\"prompt\":");
                takesRoomUntilItGoes(client, way);
            }
        }
    }

    private static void takesRoomUntilItGoes(RawConnection client, Consumer<RawConnection> way) {
        soon().untilAsserted(() ->
                assertThat(counted.known("diffract_intake_memory_bytes")).isPositive());
        way.accept(client);
        soon().untilAsserted(() ->
                assertThat(counted.known("diffract_intake_memory_bytes")).isZero());
    }

    /** Looked for often: there are some hundred of these waits, most of them short. */
    private static ConditionFactory soon() {
        return await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(20));
    }

    /** Not those to the management port. */
    private static double connections() {
        return counted.known(
                "http_server_active_connections",
                "server_port=\"" + frontend.base().getPort() + "\"");
    }

    private static double cancelled() {
        return counted.sum("diffract_requests_total", "outcome=\"cancelled\"");
    }

    private static void awaitDrawing(int generations) {
        soon().untilAsserted(() ->
                assertThat(counted.known("diffract_generations_active")).isEqualTo(generations));
    }

    private static void awaitCancelled(double generations) {
        soon().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(cancelled()).isEqualTo(generations));
    }

    private static void nothingIsDrawn() {
        soon().untilAsserted(() ->
                assertThat(counted.known("diffract_generations_active")).isZero());
        soon().untilAsserted(() ->
                assertThat(counted.known("diffract_slice_in_flight")).isZero());
    }
}
