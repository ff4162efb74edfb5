package dev.diffract.frontend.dialect.nativ;

import static dev.diffract.frontend.dialect.nativ.ProblemAssertions.assertProblem;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.testing.FakeSlices;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is sent, the answer is a problem document that says all that is wrong, and nothing of the prompt. */
@QuarkusTest
@QuarkusTestResource(FakeSlices.class)
class BadRequestIT {

    private static final String PATH = "/v1/generations";
    private static final String PROMPT = "a secret red circle";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "steps | 0 | must be from 1 to 150, was 0",
                "steps | -1 | must be from 1 to 150, was -1",
                "steps | 151 | must be from 1 to 150, was 151",
                "steps | 1000000000 | must be from 1 to 150, was 1000000000",
                "steps | 1e9 | must be from 1 to 150, was 1000000000",
                "steps | \"20\" | must be a whole number, was a text",
                "steps | 2.5 | must be a whole number, was 2.5",
                "steps | 1e999 | must be a whole number of 64 bits at most, was far beyond",
                "steps | 99999999999999999999 | must be a whole number of 64 bits at most, was far beyond",
                "steps | true | must be a whole number, was true or false",
                "steps | [20] | must be a whole number, was an array",
                "deadline | 0 | must be from 1 to 300, was 0",
                "deadline | 301 | must be from 1 to 300, was 301",
                "priority | \"urgent\" | must be one of interactive, batch, was 'urgent'",
                "format | \"gif\" | must be one of png, jpeg, was 'gif'",
                "format | 1 | must be a text, was a number",
                "quality | 80 | has no meaning unless format is jpeg",
                "guidance | -0.1 | must be a finite number from 0 to 30, was -0.1",
                "guidance | 30.5 | must be a finite number from 0 to 30, was 30.5",
                "guidance | 1e999 | must be a finite number, was beyond floating point",
                "guidance | NaN | must be a finite number, was NaN",
                "guidance | -Infinity | must be a finite number, was beyond floating point",
                "steps | NaN | must be a whole number, was NaN",
                "guidance | \"NaN\" | must be a number, was a text",
                "guidance | {} | must be a number, was an object",
                "width | 60 | must be a multiple of 64 from 64 to 256, since the model's repository says so, was 60",
                "width | 0 | must be a multiple of 64 from 64 to 256, since the model's repository says so, was 0",
                "width | -64 | must be a multiple of 64 from 64 to 256, since the model's repository says so, was -64",
                "width | 320 | must be a multiple of 64 from 64 to 256, since the model's repository says so, was 320",
                "height | 100 | must be a multiple of 64 from 64 to 256, since the model's repository says so, was 100",
                "height | 4294967360 | must be a multiple of 64 from 64 to 256, since the model's repository says so, was 4294967360",
                "num_inference_steps | 151 | must be from 1 to 150, was 151",
                "num_inference_steps | 2.5 | must be a whole number, was 2.5",
                "guidance_scale | 30.5 | must be a finite number from 0 to 30, was 30.5",
                "seed | -2 | must be -1 for a random one, or from 0 to 9223372036854775807, was -2",
                "seed | 9223372036854775808 | must be a whole number of 64 bits at most, was far beyond",
                "seed | \"7\" | must be a whole number, was a text",
                "sampler | \"UniPC 9000\" | was 'UniPC 9000'",
                "sampler | \"\" | was ''",
                "sampler | 3 | must be a text, was a number",
                "count | 0 | must be from 1 to 20, was 0",
                "count | 21 | must be from 1 to 20, was 21",
                "negative_prompt | 7 | must be a text, was a number",
                "model | {} | must be a text, was an object",
                "step | 20 | is not a field of this request; it has clip_skip, count, deadline, emphasis, eta, final_sigma, format, guidance,",
                "clip_skip | 0 | must be from 1 to 2, was 0",
                "clip_skip | 3 | must be from 1 to 2, was 3",
                "pad_conds | 1 | must be true or false, was a number",
                "reproducible | \"exactly\" | must be one of close, exact, exact-ENGINES, was 'exactly'; did you mean exact?",
                "reproducible | \"exact-XYZ\" | must be one of close, exact, exact-ENGINES, was 'exact-XYZ'",
                "reproducible | 7 | must be a text, was a number",
                "clip_skip | \"2\" | must be a whole number, was a text",
                "schedule_type | \"karras\" | must be automatic with DDIM, which has timesteps of its own, was karras",
                "schedule_type | \"curly\" | must be one of automatic, uniform, karras, exponential, beta, normal, simple, sgm_uniform, polyexponential, kl_optimal, align_your_steps, ddim",
                "eta | 1.1 | must be a number from 0 to 1, was 1.1",
                "eta | true | must be a number, was true or false",
                "timestep_spacing | \"wide\" | must be one of leading, linspace, trailing, original, was 'wide'",
                "final_sigma | \"zero\" | has no meaning with the sampler DDIM; it has with Euler, DPM++ 2M,",
                "step_noise | \"generator\" | has no meaning with the sampler DDIM; it has with DPM++ 2M SDE,",
                "solver_order | 2 | has no meaning with the sampler DDIM; it has with UniPC",
                "rescale_betas_zero_snr | 1 | must be true or false, was a number",
                "previews | \"yes\" | must be true, false or a whole number of steps, was a text",
                "previews | -1 | must be from 0 to 150, was -1",
                "previews | true | are events: they need the answer as text/event-stream (Accept)",
                "prompt_syntax | \"latin\" | must be one of a1111, compel, plain, was 'latin'",
                "emphasis | \"loud\" | must be one of Original, No norm, Ignore, None, was 'loud'",
                "noise | \"tpu\" | must be one of cpu, gpu, was 'tpu'",
                "subseed | -2 | must be -1 for a random one, or from 0 to 9223372036854775807, was -2",
                "subseed_strength | 1.5 | must be a number from 0 to 1, was 1.5",
                "negative_prompt | \"(a:2000)\" | must not weight any part with more than 1000",
                "Steps | 20 | is not a field of this request",
                "promt | \"a\" | ; did you mean prompt?",
                "widht | 512 | ; did you mean width?",
                "sampler | \"Eulr\" | , was 'Eulr'; did you mean Euler?",
                "schedule_type | \"karas\" | , was 'karas'; did you mean karras?",
                "a/b~c | 1 | is not a field of this request"
            })
    void aWrongFieldIsNamed(String field, String value, String sentence) {
        Response response = post("{\"prompt\": \"" + PROMPT + "\", \"" + field + "\": " + value + "}");

        assertProblem(response, 400, "invalid_request");
        assertThat(response.jsonPath().getString("detail")).isEqualTo("One field is wrong.");
        assertThat(faults(response)).hasSize(1);
        assertThat(faults(response).get(0).get("pointer"))
                .isEqualTo("/" + field.replace("~", "~0").replace("/", "~1"));
        assertThat(faults(response).get(0).get("detail")).contains(sentence);
    }

    static Stream<Arguments> wrongPrompts() {
        return Stream.of(
                Arguments.of("{}", "/prompt", "must be given"),
                Arguments.of("{\"prompt\": null}", "/prompt", "must be given"),
                Arguments.of(
                        "{\"prompt\": \"a\\u0000\"}",
                        "/prompt",
                        "must be text that a file can hold: character 2 is U+0000 or half of a pair of surrogates"),
                Arguments.of(
                        "{\"prompt\": \"\\ud83d\"}",
                        "/prompt",
                        "must be a text of whole characters, had half of a surrogate pair"),
                Arguments.of(
                        "{\"prompt\": \"" + "[".repeat(101) + "\"}",
                        "/prompt",
                        "must not have more than 100 brackets open at once; a backslash makes a bracket text"),
                Arguments.of(
                        "{\"steps\": 150, \"prompt\": \"[" + forms(150) + "]" + " ".repeat(9000) + "\"}",
                        "/prompt",
                        "must have at most 200000 characters in all of its forms together"),
                Arguments.of("{\"prompt\": 7}", "/prompt", "must be a text, was a number"),
                Arguments.of("{\"prompt\": [\"a secret red circle\"]}", "/prompt", "must be a text, was an array"),
                Arguments.of(
                        "{\"prompt\": \"a secret red circle\", \"prompt\": \"another\"}",
                        "/prompt",
                        "stands there more than once"),
                Arguments.of(
                        "{\"prompt\": \"a secret red circle\", \"steps\": 3, \"steps\": 4}",
                        "/steps",
                        "stands there more than once"));
    }

    private static String forms(int count) {
        return IntStream.range(0, count).mapToObj(String::valueOf).collect(Collectors.joining("|"));
    }

    @ParameterizedTest
    @MethodSource("wrongPrompts")
    void aWrongOrRepeatedPromptIsNamed(String body, String pointer, String sentence) {
        Response response = post(body);

        assertProblem(response, 400, "invalid_request");
        assertThat(faults(response)).containsExactly(Map.of("pointer", pointer, "detail", sentence));
    }

    static Stream<Arguments> oneFault() {
        return Stream.of(
                Arguments.of("\"image\": \"bm8gcG5n\", \"strength\": 0.5", "/image"),
                Arguments.of("\"image\": 7, \"resize_mode\": \"crop\"", "/image"),
                Arguments.of("\"image\": \"bm8gcG5n\", \"hires\": {}", "/image"),
                Arguments.of("\"mask\": 7, \"mask_blur\": 7, \"inpainting_fill\": \"fill\"", "/mask"),
                Arguments.of("\"only_masked\": 7, \"masked_padding\": 7", "/only_masked"),
                Arguments.of("\"sampler\": 7, \"final_sigma\": \"zero\"", "/sampler"),
                Arguments.of("\"sampler\": 7, \"schedule_type\": \"karras\"", "/sampler"),
                Arguments.of("\"sampler\": \"none\", \"final_sigma\": \"zero\"", "/sampler"),
                Arguments.of("\"width\": \"x\", \"height\": 256, \"hires\": {}", "/width"),
                Arguments.of("\"hires\": {\"steps\": 1000000}", "/hires/steps"),
                Arguments.of("\"hires\": {\"steps\": \"x\", \"strength\": 0.001}", "/hires/steps"),
                Arguments.of("\"steps\": 1000000, \"hires\": {\"scale\": 2}", "/steps"));
    }

    /** What another field would mean without the wrong one is a guess. */
    @ParameterizedTest
    @MethodSource
    void oneFault(String fields, String pointer) {
        Response response = post("{\"prompt\": \"" + PROMPT + "\", " + fields + "}");

        assertProblem(response, 400, "invalid_request");
        assertThat(faults(response)).extracting(fault -> fault.get("pointer")).containsExactly(pointer);
    }

    @Test
    void allWrongFieldsAreNamedAtOnce() {
        Response response =
                post("{\"prompt\": \"\\u0000\", \"steps\": \"x\", \"guidance\": 99, \"width\": 65, \"height\": true,"
                        + " \"seed\": -5, \"sampler\": \"none\", \"count\": 0, \"model\": 3, \"colour\": \"red\"}");

        assertProblem(response, 400, "invalid_request");
        assertThat(response.jsonPath().getString("detail")).isEqualTo("10 fields are wrong.");
        assertThat(response.jsonPath().<String>getList("errors.pointer"))
                .containsExactlyInAnyOrder(
                        "/prompt",
                        "/steps",
                        "/guidance",
                        "/width",
                        "/height",
                        "/seed",
                        "/sampler",
                        "/count",
                        "/model",
                        "/colour");
    }

    @Test
    void anUnknownModelBesideOtherFaultsIsOneOfThem() {
        Response response = post("{\"prompt\": \"" + PROMPT + "\", \"model\": \"sd15\", \"steps\": \"x\"}");

        assertProblem(response, 400, "invalid_request");
        assertThat(response.jsonPath().<String>getList("errors.pointer")).containsExactly("/steps", "/model");
    }

    @Test
    void whatNoModelWouldTakeIsToldBesideAnUnknownOne() {
        Response response = post("{\"prompt\": \"" + PROMPT + "\", \"model\": \"sd15\", \"steps\": 0}");

        assertProblem(response, 400, "invalid_request");
        assertThat(response.jsonPath().<String>getList("errors.pointer")).containsExactly("/model", "/steps");
    }

    @Test
    void anUnknownModelIsNotFound() {
        Response response = post("{\"prompt\": \"" + PROMPT + "\", \"model\": \"sd15\"}");

        assertProblem(response, 404, "model_not_found");
        assertThat(response.jsonPath().getString("detail")).isEqualTo("There is no model 'sd15'; there are: tiny.");
        assertThat(response.jsonPath().<String>getList("errors.pointer")).containsExactly("/model");
    }

    @Test
    void aThousandUnknownFieldsAreCounted() {
        StringBuilder body = new StringBuilder("{\"prompt\": \"").append(PROMPT).append('"');
        for (int i = 0; i < 1000; i++) {
            body.append(", \"f").append(i).append("\": 1");
        }

        Response response = post(body.append('}').toString());

        assertProblem(response, 400, "invalid_request");
        assertThat(faults(response))
                .hasSize(33)
                .last()
                .isEqualTo(Map.of("pointer", "", "detail", "968 more fields are unknown"));
    }

    @Test
    void aPromptOfAMegabyteIsAFaultOfTheField() {
        Response response = post("{\"prompt\": \"" + "p".repeat(1 << 20) + "\"}");

        assertProblem(response, 400, "invalid_request");
        assertThat(faults(response))
                .containsExactly(
                        Map.of("pointer", "/prompt", "detail", "must have at most 10000 characters, had 1048576"));
    }

    private static Response post(String body) {
        return given().contentType("application/json").body(body).post(PATH);
    }

    private static List<Map<String, String>> faults(Response response) {
        return response.jsonPath().getList("errors");
    }
}
