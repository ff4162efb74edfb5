package dev.diffract.frontend.http;

import static dev.diffract.frontend.testing.Rest.BODY;
import static dev.diffract.frontend.testing.Rest.PATH;
import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.testing.FakeSlices;
import dev.diffract.frontend.testing.RawHttp1;
import dev.diffract.frontend.testing.WithHealthySlices;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Requests that are sent before the answer to the one before them: all are answered, whole and in their order. */
@QuarkusTest
@QuarkusTestResource(FakeSlices.class)
class PipeliningIT extends WithHealthySlices {

    private static final Pattern ANSWER = Pattern.compile(
            "HTTP/1\\.1 (\\d+) (?:(?!HTTP/1\\.1 \\d).)*?x-request-id: (\\w+)",
            Pattern.DOTALL | Pattern.CASE_INSENSITIVE);

    private static final int MANY = 1000;

    @TestHTTPResource
    URI address;

    @Test
    void manyAreAnsweredInTheirOrder() throws IOException {
        StringBuilder requests = new StringBuilder(post("first", BODY, "X: y"));
        IntStream.range(0, MANY).forEach(i -> requests.append(get("/v1/models", "n" + i, "X: " + "y".repeat(i % 100))));
        requests.append(get("/v1/nothing", "last", "Connection: close"));

        List<String> answers = answers(requests.toString());

        assertThat(answers).hasSize(MANY + 2).startsWith("200 first", "200 n0").endsWith("200 n999", "404 last");
        assertThat(answers.subList(1, MANY + 1))
                .containsExactlyElementsOf(
                        IntStream.range(0, MANY).mapToObj(i -> "200 n" + i).toList());
    }

    /** More than is kept: it is read when its turn comes. */
    @Test
    void largeBodiesAreReadInTheirTurn() throws IOException {
        String large = BODY + " ".repeat(1 << 20);

        assertThat(answers(post("a", large, "X: y")
                        + post("b", large, "X: y")
                        + get("/v1/models", "c", "X: y")
                        + post("d", large, "Connection: close")))
                .containsExactly("200 a", "200 b", "200 c", "200 d");
    }

    /** Whose body is refused before it is there, keeps its place. */
    @Test
    void whatFollowsARefusalIsAnswered() throws IOException {
        assertThat(answers(
                        "PUT /v1/generations HTTP/1.1\r\nHost: localhost\r\nX-Request-Id: a\r\nContent-Length: 100000\r\n\r\n"
                                + "x".repeat(100_000)
                                + post("b", "{}", "Expect: 100-continue")
                                + get("/v1/models", "c", "Connection: close")))
                .containsExactly("405 a", "400 b", "200 c");
    }

    private List<String> answers(String requests) throws IOException {
        try (RawHttp1 client = new RawHttp1(address)) {
            return ANSWER.matcher(client.send(requests).readToEnd())
                    .results()
                    .map(answer -> answer.group(1) + " " + answer.group(2))
                    .toList();
        }
    }

    private static String get(String path, String id, String header) {
        return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nX-Request-Id: " + id + "\r\n" + header + "\r\n\r\n";
    }

    private static String post(String id, String body, String header) {
        return "POST " + PATH + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nX-Request-Id: " + id
                + "\r\n" + header + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }
}
