package dev.diffract.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diffract.tests.harness.FrontendServer;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes that are no request, or hardly one: they are answered as far as HTTP allows, and nobody writes into the log with them. */
class HostileBytesIT {

    private static final String POST =
            "POST /v1/generations HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";
    private static final String CHUNKED = POST + "Transfer-Encoding: chunked\r\n\r\n";

    @TempDir
    private static Path directory;

    private static FrontendServer frontend;
    private static Deployment deployment;

    @BeforeAll
    static void start() {
        deployment = Deployment.start(directory, List.of("slice-0"));
        frontend = deployment.frontendServer();
    }

    @AfterAll
    static void theLogIsClean() {
        deployment.closeWithACleanLog();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "zz\r\nabc\r\n0\r\n\r\n",
                "5\r\n{\"pro\r\nzz\r\nabc\r\n",
                "fffffffffffffffff\r\nabc",
                "-5\r\nabc\r\n",
                "3\r\nabcdef\r\n0\r\n\r\n"
            })
    void brokenChunksAreAnsweredAndClosed(String chunks) {
        String answer = answer(CHUNKED + chunks);

        assertThat(answer)
                .startsWith("HTTP/1.1 400 ")
                .containsIgnoringCase("\r\nconnection: close\r\n")
                .contains("application/problem+json", "\"code\":\"invalid_request\"");
    }

    /** Who is refused without being read learns why, also if the first bytes of the body come with the head and are no HTTP. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST /v1/generations|X-No: type|415",
                "POST /v1/generations|Content-Type: text/plain|415",
                "POST /v1/generations|Content-Type: application/json\\r\\nOrigin: http://evil.example|403",
                "POST /v1/generations|Content-Type: application/json\\r\\nAccept: image/webp|406",
                "PUT /v1/generations|Content-Type: application/json|405",
                "POST /nothing|Content-Type: application/json|404",
                "POST /v1/png-info|Content-Type: application/json|415",
                "GET /|Accept: */*|200",
                "GET /q/openapi|Accept: */*|200"
            })
    void brokenChunksKeepNoAnswerFromTheirSender(String what, String head, int status) {
        for (String chunks : List.of("ZZ\r\nabc\r\n", "3\r\nabc\r\nZZ\r\nabc\r\n")) {
            assertThat(answer(what + " HTTP/1.1\r\nHost: localhost\r\n" + head.replace("\\r\\n", "\r\n")
                            + "\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks))
                    .as("%s %s", head, chunks)
                    .startsWith("HTTP/1.1 " + status + " ")
                    .containsIgnoringCase("\r\nconnection: close\r\n");
        }
    }

    /** What is sent beyond the limit is thrown away, so that the client comes to its answer, and the connection ends with it. */
    @Test
    void overLongBodiesAreAnsweredAndClosed() {
        String chunk = "100000\r\n" + " ".repeat(1 << 20) + "\r\n";
        try (RawConnection client = new RawConnection(frontend.base())) {
            client.send(CHUNKED);
            for (int i = 0; i < 18; i++) {
                client.send(chunk);
            }
            tooLarge(client.send("0\r\n\r\n").readToEnd());
        }
        try (RawConnection client = new RawConnection(frontend.base())) {
            client.send(POST + "Content-Length: " + (18 << 20) + "\r\n\r\n").send(new byte[18 << 20]);
            tooLarge(client.readToEnd());
        }
    }

    private static void tooLarge(String answer) {
        assertThat(answer)
                .startsWith("HTTP/1.1 413 ")
                .containsIgnoringCase("\r\nconnection: close\r\n")
                .contains("application/problem+json", "\"code\":\"too_large\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-No: host",
                "Host: a b:c:d",
                "Host: a b",
                "Host: localhost:abc",
                "Host: localhost:99999",
                "Host: localhost/x",
                "Host: [::1",
                "Host: user@localhost",
                "Host: %zz"
            })
    void whoNamesNoHostIsToldSo(String header) {
        assertThat(first("GET /v1/models HTTP/1.1\r\n" + header + "\r\n\r\n"))
                .startsWith("HTTP/1.1 400 ")
                .containsIgnoringCase("\r\nx-request-id: ")
                .containsIgnoringCase("\r\nx-content-type-options: nosniff\r\n")
                .contains("application/problem+json", "it needs one Host header");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PRI * HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "CONNECT localhost:80 HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET foo HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET /%zz HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET /v1/models/% HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET /v1/%ff%fe HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET /v1/%00 HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET /v1/models?a=%zz HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET /q/openapi?format=%zz HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET /../../etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: localhost\r\nX Y: a\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: localhost\r\nXY\r\n\r\n",
                "F(OO / HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET / HTTP/9\r\nHost: localhost\r\n\r\n",
                "hello\r\n\r\n",
                "\u0016\u0003\u0001\u0000\u00f5\u0001\u0000\u0000\u00f1\u0003\u0003\r\n",
                "GET /v1/models HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n\r\n",
                "POST /v1/generations HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef",
                "POST /v1/generations HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "POST /v1/generations HTTP/1.1\r\nHost: localhost\r\nContent-Type: ///;;=\r\nContent-Length: 2\r\n\r\n{}"
            })
    void otherNonsenseIsRefused(String request) {
        assertThat(first(request)).containsPattern("^HTTP/1\\.[01] 4\\d\\d ");
    }

    @Test
    void anAcceptHeaderOfNothingIsNoFault() {
        assertThat(first("GET /v1/models HTTP/1.1\r\nHost: localhost\r\nAccept: ;;,//,\r\n\r\n"))
                .startsWith("HTTP/1.1 200 ");
    }

    @Test
    void whatIsTooLongIsRefused() {
        assertThat(first("GET /" + "a".repeat(5000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n"))
                .containsPattern("^HTTP/1\\.[01] 414 ");
        assertThat(first("GET / HTTP/1.1\r\nHost: localhost\r\nX: " + "a".repeat(70_000) + "\r\n\r\n"))
                .containsPattern("^HTTP/1\\.[01] 431 ");
        assertThat(first("GET / HTTP/1.1\r\nHost: localhost\r\n" + "X: a\r\n".repeat(20_000) + "\r\n"))
                .containsPattern("^HTTP/1\\.[01] 431 ");
    }

    /** Each ends the connection; there is no answer that would be understood. */
    @Test
    void nonsenseOfHttp2EndsTheConnection() {
        String preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
        assertThat(answer(preface + "x".repeat(100))).contains("not SETTINGS");
        try (RawConnection flood = new RawConnection(frontend.base())) {
            flood.beginHttp2("application/json");
            flood.frame(0, 0, 0, new byte[1]); // DATA of no stream
            assertThat(flood.readToEnd()).isNotEmpty();
        }
        try (RawConnection large = new RawConnection(frontend.base())) {
            large.beginHttp2("application/json");
            large.frame(0, 0, 1, new byte[1 << 15]); // beyond SETTINGS_MAX_FRAME_SIZE
            assertThat(large.readToEnd()).isNotEmpty();
        }
    }

    /** Each is taken back while it is answered. */
    @Test
    void aFloodOfResetsEndsTheConnection() {
        byte[] page = "\u0082\u0086\u0084\u0001\tlocalhost".getBytes(StandardCharsets.ISO_8859_1); // GET, http, /
        try (RawConnection flood = new RawConnection(frontend.base()).beginHttp2("application/json")) {
            flood.resetStream(1);
            assertThatThrownBy(() -> {
                        for (int stream = 3; stream < 200_000; stream += 2) {
                            flood.frame(1, 5, stream, page).resetStream(stream);
                        }
                        while (true) { // all of it was sent before the other end had looked at it
                            flood.next();
                        }
                    })
                    .isInstanceOf(UncheckedIOException.class)
                    .cause()
                    .isNotInstanceOf(SocketTimeoutException.class);
        }
    }

    /** It lets nothing of them come, and goes. */
    @ParameterizedTest
    @ValueSource(strings = {"/", "/q/openapi", "/v1/models"})
    void manyAnswersThatNobodyTakesAreNoFault(String path) {
        for (int i = 0; i < 3; i++) {
            try (RawConnection client = new RawConnection(frontend.base()).closeWindows()) {
                for (int stream = 1; stream < 200; stream += 2) {
                    client.getHttp2(stream, path);
                }
                while (!client.next().isHead()) {
                    // The first answer has not begun.
                }
            }
        }
    }

    private static String answer(String bytes) {
        try (RawConnection client = new RawConnection(frontend.base())) {
            return client.send(bytes).readToEnd();
        }
    }

    private static String first(String bytes) {
        try (RawConnection client = new RawConnection(frontend.base())) {
            return client.send(bytes).readSome();
        }
    }
}
