package dev.diffract.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every wrong request gets a problem document (RFC 9457) that names every wrong field, and leaves the service whole. */
class RefusesBadRequestsIT {

    private static final String JSON = "application/json";
    private static final String SECRET = "xyzzy-unspoken";

    @TempDir
    private static Path directory;

    private static Deployment deployment;

    /**
     * @param contentType JSON where none is given
     * @param accept JSON where none is given
     * @param body with words in its place for what is secret or long
     * @param status what must be answered
     * @param pointers the fields that must be named, all of them and no others
     * @param says a part of the text
     */
    record Case(
            @JsonProperty(required = true) String what,
            String contentType,
            String accept,
            @JsonProperty(required = true) String body,
            @JsonProperty(required = true) int status,
            @JsonProperty(required = true) List<String> pointers,
            @JsonProperty(required = true) String says) {

        Case {
            contentType = contentType == null ? JSON : contentType;
            accept = accept == null ? JSON : accept;
        }

        private byte[] bytes() {
            return body.replace("${secret}", SECRET)
                    .replace("${mebibyte}", "a".repeat(1 << 20))
                    .replace("${seventeen mebibytes}", "a".repeat(17 << 20))
                    .getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public String toString() {
            return what;
        }
    }

    @BeforeAll
    static void start() {
        deployment = Deployment.start(directory);
    }

    @AfterAll
    static void stop() {
        if (deployment != null) {
            deployment.close();
        }
    }

    /** Those of {@code bad-requests.json}. */
    static List<Case> cases() throws IOException {
        try (InputStream file = RefusesBadRequestsIT.class.getResourceAsStream("bad-requests.json")) {
            return new ObjectMapper().readValue(file, new TypeReference<>() {});
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isRefusedWithAProblemDocument(Case wrong) {
        HttpResponse<byte[]> response = deployment.frontend().post(wrong.contentType(), wrong.accept(), wrong.bytes());
        String text = new String(response.body(), StandardCharsets.UTF_8);
        assertThat(response.statusCode()).as(text).isEqualTo(wrong.status());
        assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        JsonNode problem = Frontend.json(response);
        assertThat(problem.get("status").asInt()).isEqualTo(wrong.status());
        assertThat(problem.get("title").asText()).isNotBlank();
        assertThat(problem.get("detail").asText()).isNotBlank();
        List<String> pointers = new ArrayList<>();
        problem.path("errors").forEach(error -> {
            if (error.has("pointer")) {
                pointers.add(error.get("pointer").asText());
            }
        });
        assertThat(pointers).containsExactlyInAnyOrderElementsOf(wrong.pointers());
        assertThat(text).contains(wrong.says());
        assertThat(text).doesNotContain(SECRET, "Exception", "\tat ", "dev.diffract");
    }

    @Test
    void whatDoesNotExistIsSaidSo() {
        for (String path : List.of("/v1/nothing", "/v1/generations/1", "/v1/models/none")) {
            JsonNode problem = deployment.frontend().get(path);
            assertThat(problem.get("status").asInt()).as(path).isIn(404, 405);
            assertThat(problem.get("detail").asText()).isNotBlank();
        }
    }

    @Test
    void theServiceStillDrawsAndItsLogHoldsNoPrompt() {
        assertThat(deployment.frontend().draw(SECRET, 1)).isNotEmpty();
        assertThat(deployment.frontendProgram().output()).doesNotContain(SECRET);
    }

    @Test
    void aClientThatGoesAwayStopsItsDrawing() {
        Thread client = new Thread(() -> {
            try {
                deployment.frontend().drawWithEvents("a red square", 1, event -> {
                    if (event.name().equals("progress")) {
                        throw new IllegalStateException("the client hangs up");
                    }
                });
            } catch (IllegalStateException e) {
                // hung up, as intended
            }
        });
        client.start();
        await().atMost(Duration.ofSeconds(30)).until(() -> !client.isAlive() && idle());
    }

    private static boolean idle() {
        for (JsonNode slice : deployment.frontend().get("/v1/slices").get("slices")) {
            if (slice.get("in_flight").asInt() > 0 || slice.get("doing").size() > 0) {
                return false;
            }
        }
        return true;
    }
}
