package dev.diffract.frontend.dialect.nativ;

import static dev.diffract.frontend.testing.Rest.post;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.diffract.frontend.testing.FakeSlices;
import dev.diffract.frontend.testing.WithHealthySlices;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The OpenAPI document is one that clients can be made of: what it says first is what they ask for, and what it says is true. */
@QuarkusTest
@QuarkusTestResource(FakeSlices.class)
class InterfaceDocumentIT extends WithHealthySlices {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static JsonNode document() throws JsonProcessingException {
        return JSON.readTree(
                given().queryParam("format", "json").get("/q/openapi").asString());
    }

    private static JsonNode schema(String name) throws JsonProcessingException {
        return document().path("components").path("schemas").path(name);
    }

    @Test
    void theAnswerStandsFirstAndJsonFirstAmongItsTypes() throws JsonProcessingException {
        for (JsonNode path : document().path("paths")) {
            for (JsonNode operation : path) {
                assertThat(operation.path("responses").fieldNames().next()).isEqualTo("200");
                assertThat(operation
                                .path("responses")
                                .path("200")
                                .path("content")
                                .fieldNames()
                                .next())
                        .isEqualTo("application/json");
            }
        }
    }

    @Test
    void whatIsRefusedBeforeAnyRouteStandsAtEveryRoute() throws JsonProcessingException {
        for (JsonNode path : document().path("paths")) {
            path.properties().forEach(operation -> {
                JsonNode answers = operation.getValue().path("responses");
                assertThat(names(answers)).contains("400", "421", "503");
                assertThat(answers.has("403"))
                        .as("what only reads is answered to every site")
                        .isEqualTo(!operation.getKey().equals("get"));
                assertThat(answers.path("421").toString())
                        .contains("\"application/problem+json\"", "\"#/components/schemas/Problem\"");
            });
        }
    }

    /** Generated clients send all that they know. */
    @Test
    void everyDefaultIsHarmless() throws JsonProcessingException {
        ObjectNode body = defaults(schema("GenerationRequest"));
        assertThat(names(body))
                .contains("strength", "invert_mask", "mask_blur", "inpainting_fill", "only_masked", "masked_padding");
        body.put("prompt", "a");

        assertThat(post(body.toString()).statusCode()).isEqualTo(200);

        body.set("hires", defaults(schema("Hires")));
        assertThat(post(body.toString()).statusCode()).isEqualTo(200);
    }

    private static ObjectNode defaults(JsonNode schema) {
        ObjectNode body = JSON.createObjectNode();
        schema.path("properties").properties().forEach(member -> {
            if (member.getValue().has("default")) {
                body.set(member.getKey(), member.getValue().path("default"));
            }
        });
        return body;
    }

    /** Null is the same as absent, and the document says so wherever it is taken. */
    @Test
    void everyFieldButThePromptMayBeNull() throws JsonProcessingException {
        ObjectNode body = JSON.createObjectNode();
        schema("GenerationRequest").path("properties").properties().forEach(member -> {
            JsonNode field = member.getValue();
            if (!member.getKey().equals("prompt")) {
                assertThat(field.toString()).as(member.getKey()).contains("\"null\"");
                assertThat(field.path("type").isTextual())
                        .as(member.getKey() + " is of one type, which null is not")
                        .isFalse();
                if (field.has("enum")) {
                    assertThat(field.path("enum").toString())
                            .as(member.getKey())
                            .endsWith(",null]");
                }
                body.putNull(member.getKey());
            }
        });

        assertThat(post(body.put("prompt", "a").toString()).statusCode()).isEqualTo(200);
    }

    @Test
    void whatAlwaysStandsInAnAnswerIsRequired() throws JsonProcessingException {
        JsonNode answer = JSON.readTree(post("{\"prompt\": \"a\"}").asString());

        List<String> always = new ArrayList<>(names(answer));
        always.remove("done_by"); // not where nothing was known yet
        assertThat(required("Generation")).containsExactlyInAnyOrderElementsOf(always);
        List<String> ofImage = new ArrayList<>(names(answer.path("images").path(0)));
        ofImage.remove("png"); // or jpeg
        assertThat(required("Image")).containsExactlyInAnyOrderElementsOf(ofImage);
        assertThat(names(answer.path("parameters"))).containsAll(required("Parameters"));
        assertThat(required("Parameters")).contains("seed", "sampler").doesNotContain("strength", "eta");
        assertThat(required("Problem")).contains("type", "detail", "request_id").doesNotContain("errors");
        assertThat(required("Slice")).contains("reason", "mean_step_ms", "relative_speed", "usage");
    }

    @ParameterizedTest
    @CsvSource({
        "Parameters, emphasis",
        "Parameters, noise",
        "Parameters, schedule_type",
        "HiresParameters, upscaler",
        "Problem, code",
        "Model, runtime",
        "Slice, state"
    })
    void answersHaveTheNamesThatRequestsHave(String schema, String member) throws JsonProcessingException {
        assertThat(schema(schema).path("properties").path(member).path("enum").size())
                .isGreaterThan(1);
    }

    /** Generators know no default of a field of two types: their clients would not compile. */
    @Test
    void filesInJsonAreBase64AndFieldsOfTwoTypesHaveNoDefault() throws JsonProcessingException {
        assertThat(schema("Image").path("properties").path("png").path("format").asText())
                .isEqualTo("byte");
        assertThat(schema("GenerationRequest")
                        .path("properties")
                        .path("previews")
                        .has("default"))
                .isFalse();
    }

    @Test
    void namesAreForPeople() throws JsonProcessingException {
        JsonNode document = document();

        assertThat(document.path("components").path("schemas").toString()).doesNotContain("View", "Instant");
        assertThat(document.path("tags").findValuesAsText("name"))
                .containsExactlyInAnyOrder("Pictures", "Models", "Slices");
        assertThat(document.path("info").path("license").path("name").asText()).isEqualTo("Apache-2.0");
        assertThat(document.path("info").path("contact").path("name").asText()).isNotBlank();
        assertThat(document.path("servers").path(0).path("url").asText()).isEqualTo("/");
    }

    private static List<String> required(String name) throws JsonProcessingException {
        List<String> required = new ArrayList<>();
        schema(name).path("required").forEach(member -> required.add(member.asText()));
        assertThat(required).isNotEmpty();
        return required;
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
