package dev.diffract.frontend.dialect.nativ;

import static dev.diffract.frontend.dialect.nativ.ProblemAssertions.assertProblem;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.testing.FakeSlices;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that cannot be read, or hold what nobody means. */
@QuarkusTest
@QuarkusTestResource(FakeSlices.class)
class BadBodyIT {

    private static final String PATH = "/v1/generations";

    static Stream<Arguments> unreadableBodies() {
        return Stream.of(
                Arguments.of("", "The body is empty; send a JSON object with at least a prompt."),
                Arguments.of("   ", "The body is empty; send a JSON object with at least a prompt."),
                Arguments.of("null", "The body must be a JSON object, was null."),
                Arguments.of("7", "The body must be a JSON object, was a number."),
                Arguments.of("\"a secret red circle\"", "The body must be a JSON object, was a text."),
                Arguments.of(
                        "[{\"prompt\": \"a secret red circle\"}]", "The body must be a JSON object, was an array."),
                Arguments.of(
                        "{\"prompt\": a secret red circle}", "The body is not valid JSON: look at line 1, column "),
                Arguments.of(
                        "{\"prompt\": \"a secret red circle\"", "The body is not valid JSON: look at line 1, column "),
                Arguments.of(
                        "{\"prompt\": \"a secret red circle\",}",
                        "The body is not valid JSON: look at line 1, column "),
                Arguments.of(
                        "{'prompt': 'a secret red circle'}", "The body is not valid JSON: look at line 1, column 2"),
                Arguments.of(
                        "{\"prompt\": \"a secret red circle\"} {}",
                        "The body has something after its JSON object: look at line 1, column "),
                Arguments.of(
                        "{\"prompt\": \"a secret red circle\"} x",
                        "The body is not valid JSON: look at line 1, column "),
                Arguments.of(
                        "{\"prompt\": \"a secret red\ncircle\"}",
                        "The body is not valid JSON: look at line 1, column "));
    }

    @ParameterizedTest
    @MethodSource("unreadableBodies")
    void aBodyThatIsNoJsonObjectIsToldWithItsPlace(String body, String detail) {
        Response response = post(body);

        assertProblem(response, 400, "invalid_request");
        assertThat(response.jsonPath().getString("detail")).startsWith(detail).endsWith(".");
        assertThat(faults(response)).isNull();
    }

    @Test
    void bytesThatAreNoTextAreRefused() {
        byte[] body = ("{\"prompt\": \"\u00e4\"}").getBytes(StandardCharsets.ISO_8859_1);

        assertProblem(given().contentType("application/json").body(body).post(PATH), 400, "invalid_request");
    }

    static Stream<String> beyondLimits() {
        return Stream.of(
                "{\"prompt\": " + "[".repeat(2_000) + "]".repeat(2_000) + "}",
                "{\"prompt\": \"a\", \"steps\": " + "1".repeat(2_000) + "}",
                "{\"prompt\": \"a\", \"steps\": 0." + "1".repeat(2_000) + "}",
                "{\"prompt\": \"a\", \"" + "f".repeat(60_000) + "\": 1}",
                "[".repeat(2_000) + "]".repeat(2_000));
    }

    /** It is JSON, and there is no place to look at. */
    @ParameterizedTest
    @MethodSource("beyondLimits")
    void jsonThatNobodyMeansIsRefused(String body) {
        Response response = post(body);

        assertProblem(response, 400, "invalid_request");
        assertThat(response.jsonPath().getString("detail"))
                .isEqualTo("The body is nested too deeply, or a number or a name in it is too long.");
    }

    @Test
    void aFieldTwiceInAnObjectInsideIsNoBrokenJson() {
        Response response = post("{\"prompt\": \"a\", \"hires\": {\"steps\": 1, \"steps\": 2}}");

        assertProblem(response, 400, "invalid_request");
        assertThat(faults(response))
                .containsExactly(Map.of("pointer", "/hires/steps", "detail", "stands there more than once"));
    }

    @Test
    void moreFieldsThanAnybodyMeansAreNotRead() {
        String fields =
                IntStream.range(0, 10_001).mapToObj(i -> "\"f" + i + "\": 1").collect(Collectors.joining(", "));
        Response response = post("{" + fields + "}");

        assertProblem(response, 400, "invalid_request");
        assertThat(response.jsonPath().getString("detail")).isEqualTo("The body has more than 10000 fields.");
    }

    /** No encoding of text can write them: an answer that quotes one could not be sent. */
    @ParameterizedTest
    @ValueSource(strings = {"prompt", "negative_prompt", "model", "sampler", "emphasis"})
    void halfOfASurrogatePairIsNoText(String field) {
        String beside = field.equals("prompt") ? "" : "\"prompt\": \"a\", ";
        for (String half : List.of("\\ud83d", "\\ude00", "\\ude00\\ud83d")) {
            Response response = post("{" + beside + "\"" + field + "\": \"a" + half + " circle\"}");

            assertProblem(response, 400, "invalid_request");
            assertThat(faults(response))
                    .containsExactly(Map.of(
                            "pointer",
                            "/" + field,
                            "detail",
                            "must be a text of whole characters, had half of a surrogate pair"));
        }
    }

    @Test
    void halfOfASurrogatePairIsNoPicture() {
        for (String half : List.of("\\ud83d", "\\ude00", "\\ude00\\ud83d")) {
            Response response = post("{\"prompt\": \"a\", \"image\": \"a" + half + " circle\"}");

            assertProblem(response, 400, "invalid_request");
            assertThat(faults(response))
                    .containsExactly(Map.of("pointer", "/image", "detail", "must be a PNG or JPEG file in base64"));
        }
    }

    /** A name is cut between characters. */
    @Test
    void aLongNameOfPairsIsQuotedByItsBeginning() {
        Response response = post("{\"prompt\": \"a\", \"a" + "\ud83d\ude00".repeat(200) + "\": 1}");

        assertProblem(response, 400, "invalid_request");
        assertThat(faults(response).get(0).get("pointer")).isEqualTo("/a" + "\ud83d\ude00".repeat(99) + "\u2026");
    }

    private static Response post(String body) {
        return given().contentType("application/json").body(body).post(PATH);
    }

    private static List<Map<String, String>> faults(Response response) {
        return response.jsonPath().getList("errors");
    }
}
