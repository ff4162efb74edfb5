package dev.diffract.frontend.dialect.nativ;

import static dev.diffract.frontend.testing.Rest.PATH;
import static dev.diffract.frontend.testing.Rest.awaitStates;
import static dev.diffract.frontend.testing.Rest.post;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.diffract.frontend.testing.EventReader;
import dev.diffract.frontend.testing.EventReader.Event;
import dev.diffract.frontend.testing.FakeSlices;
import dev.diffract.frontend.testing.WithHealthySlices;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The OpenAPI document describes the headers and the events that answers have: compared with real ones. */
@QuarkusTest
@QuarkusTestResource(FakeSlices.class)
class DescribedAnswersIT extends WithHealthySlices {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static JsonNode document() throws JsonProcessingException {
        return JSON.readTree(
                given().queryParam("format", "json").get("/q/openapi").asString());
    }

    private static JsonNode headers(String path, String method, int status) throws JsonProcessingException {
        return document()
                .path("paths")
                .path(path)
                .path(method)
                .path("responses")
                .path(Integer.toString(status))
                .path("headers");
    }

    private static Response drawn() {
        return given().contentType("application/json")
                .accept("image/png")
                .body("{\"prompt\": \"a <lora:b:1>\"}")
                .post(PATH);
    }

    @Test
    void aPicturesHeadersAreDescribed() throws JsonProcessingException {
        Response before = drawn(); // from then on it is known how long pictures take
        assertThat(before.statusCode()).isEqualTo(200);
        Response picture = drawn();
        JsonNode described = headers(PATH, "post", 200);

        assertThat(names(described))
                .containsExactlyInAnyOrder(
                        "X-Request-Id", "X-Seed", "X-Done-By", "X-Not-Honoured", "Content-Disposition")
                .allSatisfy(name -> assertThat(picture.header(name)).as(name).isNotBlank());
        assertThat(described.path("X-Request-Id").path("required").asBoolean()).isTrue();
        assertThat(described.path("X-Seed").path("required").asBoolean()).isFalse();
    }

    @Test
    void whenToComeAgainIsDescribedWhereItIsSaid() throws JsonProcessingException {
        slices.a().checkpoint("sha256:aaaaaaaaaaaabbbb");
        slices.b().checkpoint("sha256:aaaaaaaaaaaabbbb");
        awaitStates("mismatched", "mismatched");
        Response refused = post("{\"prompt\": \"a\"}");

        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(names(headers(PATH, "post", 503)))
                .containsExactlyInAnyOrder("X-Request-Id", "Retry-After")
                .allSatisfy(name -> assertThat(refused.header(name)).as(name).isNotBlank());
        assertThat(names(headers(PATH, "post", 429))).contains("Retry-After");
        assertThat(names(headers(PATH, "post", 400))).containsExactly("X-Request-Id");
        assertThat(names(headers("/v1/models", "get", 200))).containsExactly("X-Request-Id");
    }

    /** By their names, and each with the members that its data has. */
    @Test
    void everyEventIsDescribed() throws JsonProcessingException {
        JsonNode schemas = document().path("components").path("schemas");
        JsonNode events = schemas.path("Events").path("properties");
        assertThat(document()
                        .at("/paths/~1v1~1generations/post/responses/200/content/text~1event-stream/schema/$ref")
                        .asText())
                .endsWith("/Events");
        assertThat(names(events))
                .containsExactly(
                        "queued", "started", "progress", "preview", "image", "completed", "failed", "cancelled");

        Set<String> seen = new TreeSet<>();
        for (Event event : drawn("{\"prompt\": \"a\", \"previews\": true}")) {
            if (!event.name().isEmpty()) {
                seen.add(event.name());
                Map<String, Object> data = event.data().getMap("$");
                String schema = events.path(event.name()).findValue("$ref").asText();
                JsonNode described = schemas.path(schema.substring(schema.lastIndexOf('/') + 1));
                assertThat(names(described.path("properties"))).as(event.name()).containsAll(data.keySet());
                List<String> required = new ArrayList<>();
                described.path("required").forEach(member -> required.add(member.asText()));
                assertThat(data.keySet()).as(event.name()).containsAll(required);
                assertThat(required).as(event.name()).isNotEmpty();
            }
        }
        assertThat(seen).contains("started", "progress", "image", "completed");
    }

    private static List<Event> drawn(String body) {
        return EventReader.read(given().contentType("application/json")
                .accept("text/event-stream")
                .body(body)
                .post(PATH)
                .asString());
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
