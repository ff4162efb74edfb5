package dev.diffract.builder.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the command says and asks; a management port that answers as it is told stands in for the frontend. */
class FleetCommandTest {

    private static final String A = "{\"name\":\"a\",\"target\":\"localhost:8001\",\"state\":\"healthy\","
            + "\"drained\":false,\"reason\":null,\"in_flight\":2,\"models\":[\"unet\"]}";
    private static final String B = "{\"name\":\"b b\",\"target\":\"localhost:8011\",\"state\":\"unknown\","
            + "\"drained\":true,\"reason\":\"The server cannot be reached.\",\"in_flight\":0,\"models\":[]}";
    private static final String FLEET = "{\"slices\":[" + A + "," + B + "]}";

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private int status = 200;
    private String type = "application/json";
    private String body = FLEET;

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Content-Type"));
            byte[] answer = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(status, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void statusIsATable() {
        Outcome outcome = Outcome.of("fleet", "status", "--at", at());
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out())
                .isEqualTo("SLICE  STATE             CALLS  SERVER          REASON\n"
                        + "a      healthy           2      localhost:8001\n"
                        + "b b    unknown, drained  0      localhost:8011  The server cannot be reached.\n");
        assertThat(asked).containsExactly("GET /admin/fleet null");
    }

    @Test
    void statusIsJsonForPrograms() throws IOException {
        Outcome outcome = Outcome.of("fleet", "status", "--json", "--at", at());
        assertThat(outcome.exitCode()).isZero();
        assertThat(new ObjectMapper().readTree(outcome.out())).isEqualTo(new ObjectMapper().readTree(FLEET));
    }

    @Test
    void drainSaysWhatTheSliceStillHas() {
        body = A.replace("healthy", "draining").replace("\"drained\":false", "\"drained\":true");
        Outcome outcome = Outcome.of("fleet", "drain", "a", "--at", at());
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out())
                .isEqualTo("slice a: draining, calls that it still has: 2\n"
                        + "until 'diffract fleet undrain', or until the frontend is started again\n");
        assertThat(asked).containsExactly("POST /admin/fleet/slices/a/drain application/json");
    }

    @Test
    void forceIsPassedOnAndNamesAreEncoded() {
        body = B;
        assertThat(Outcome.of("fleet", "drain", "b b", "--force", "--at", at()).exitCode())
                .isZero();
        assertThat(Outcome.of("fleet", "undrain", "[::1]:8001", "--at", at()).exitCode())
                .isZero();
        assertThat(asked)
                .containsExactly(
                        "POST /admin/fleet/slices/b%20b/drain?force=true application/json",
                        "POST /admin/fleet/slices/%5B%3A%3A1%5D%3A8001/undrain application/json");
    }

    @Test
    void reloadSaysWhoCameAndWent() {
        body = "{\"come\":[\"c\",\"d\"],\"gone\":[\"a\"],\"slices\":[]}";
        assertThat(Outcome.of("fleet", "reload", "--at", at()).out()).isEqualTo("come: c, d\ngone: a\n");
        body = "{\"come\":[],\"gone\":[],\"slices\":[" + A + "]}";
        assertThat(Outcome.of("fleet", "reload", "--at", at()).out()).isEqualTo("nothing changed\n");
        assertThat(asked).hasSize(2).containsOnly("POST /admin/fleet/reload application/json");
    }

    @Test
    void aSwitchIsOrderedAndToldInOneLine() {
        String change = "{\"from\":\"demo@01234567\",\"to\":\"demo@89abcdef\",\"phase\":\"returned\",\"part\":0.25,"
                + "\"switched\":1,\"slices\":2,\"reason\":\"Slice b is broken.\"}";
        String line =
                "switch from demo@01234567 to demo@89abcdef: returned, 1 of 2 slices have it, 25 % of new pictures. Slice b is broken.\n";
        body = change;
        assertThat(Outcome.of(
                                "fleet",
                                "switch",
                                "/r 1",
                                "--canary",
                                "25",
                                "--callers",
                                "10.0.0.0/8",
                                "--in-place",
                                "--grace",
                                "5",
                                "--at",
                                at())
                        .out())
                .isEqualTo(line);
        assertThat(Outcome.of("fleet", "rollback", "--at", at()).out()).isEqualTo(line);
        assertThat(asked)
                .containsExactly(
                        "POST /admin/fleet/switch?repository=%2Fr%201&canary=25&callers=10.0.0.0%2F8&in_place=true&grace=5"
                                + " application/json",
                        "POST /admin/fleet/rollback application/json");
        body = "{\"slices\":[],\"switch\":" + change + "}";
        assertThat(Outcome.of("fleet", "status", "--at", at()).out()).endsWith(line);
    }

    @Test
    void aRefusalIsToldInItsOwnSentence() {
        refuse(404, "{\"code\":\"unknown_slice\",\"detail\":\"There is no slice 'c'; there are: a, b.\"}");
        Outcome outcome = Outcome.of("fleet", "undrain", "c", "--at", at());
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).isEqualTo("diffract: There is no slice 'c'; there are: a, b.\n");
        assertThat(outcome.out()).isEmpty();
    }

    @Test
    void ofTheLastSliceItIsSaidHowItIsForced() {
        refuse(409, "{\"code\":\"last_slice\",\"detail\":\"Slice a is the last one.\"}");
        Outcome outcome = Outcome.of("fleet", "drain", "a", "--at", at());
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).isEqualTo("diffract: Slice a is the last one. --force drains it all the same.\n");
    }

    @Test
    void somethingElseAtThePortIsToldSo() {
        status = 404;
        type = "text/html";
        body = "<html>";
        Outcome outcome = Outcome.of("fleet", "status", "--at", at());
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).contains("is not the management port of a frontend");
        status = 200;
        assertThat(Outcome.of("fleet", "status", "--at", at()).err())
                .contains("is not the management port of a frontend");
    }

    @Test
    void nobodyAtThePortIsToldSo() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        Outcome outcome = Outcome.of("fleet", "status", "--at", "127.0.0.1:" + free);
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).startsWith("diffract: nothing answers at 127.0.0.1:" + free + ": ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "http://localhost:8090", "localhost:8090/x", "a b:1", "me@localhost:1", ""})
    void whatIsNoAddressIsToldSo(String address) {
        Outcome outcome = Outcome.of("fleet", "status", "--at", address);
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).contains("'" + address + "' is no address: write HOST:PORT");
        assertThat(asked).isEmpty();
    }

    @Test
    void wrongWordsAreToldAsElsewhere() {
        assertThat(Outcome.of("fleet").err()).contains("no command given: expected one of ");
        Outcome missing = Outcome.of("fleet", "drain");
        assertThat(missing.exitCode()).isEqualTo(2);
        assertThat(missing.err()).contains("SLICE");
        assertThat(Outcome.of("fleet", "drian", "a").err()).contains("did you mean drain?");
    }

    private void refuse(int code, String problem) {
        status = code;
        type = "application/problem+json";
        body = problem;
    }

    private String at() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }
}
