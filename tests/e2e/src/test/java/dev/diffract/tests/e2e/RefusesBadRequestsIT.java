package dev.diffract.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
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

    private static final String SECRET = "xyzzy-unspoken";

    @TempDir
    private static Path directory;

    private static Deployment deployment;

    /**
     * @param status what must be answered
     * @param pointers the fields that must be named, all of them and no others
     * @param says a part of the text
     */
    record Case(
            String what,
            String contentType,
            String accept,
            String body,
            int status,
            List<String> pointers,
            String says) {

        static Case field(String what, String fields, String pointer, String says) {
            return json(what, "{\"prompt\":\"" + SECRET + "\"," + fields + "}", 400, List.of(pointer), says);
        }

        static Case json(String what, String body, int status, List<String> pointers, String says) {
            return new Case(what, "application/json", "application/json", body, status, pointers, says);
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

    static List<Case> cases() {
        String fine = "{\"prompt\":\"" + SECRET + "\"}";
        return List.of(
                Case.json("no body", "", 400, List.of(), "empty"),
                Case.json("broken JSON", "{\"prompt\": \"" + SECRET + "\",", 400, List.of(), "line 1"),
                Case.json("no JSON at all", "prompt=" + SECRET, 400, List.of(), "JSON"),
                Case.json("an array", "[" + fine + "]", 400, List.of(), "object"),
                Case.json("text after the document", fine + " true", 400, List.of(), "after"),
                Case.json("no prompt", "{}", 400, List.of("/prompt"), "prompt"),
                Case.json("an empty prompt", "{\"prompt\":\"\"}", 400, List.of("/prompt"), "prompt"),
                Case.json("a null prompt", "{\"prompt\":null}", 400, List.of("/prompt"), "prompt"),
                Case.json("a number as prompt", "{\"prompt\":7}", 400, List.of("/prompt"), "text"),
                Case.json(
                        "a prompt of a megabyte",
                        "{\"prompt\":\"" + SECRET + "a".repeat(1 << 20) + "\"}",
                        400,
                        List.of("/prompt"),
                        "10000"),
                Case.json(
                        "a body of seventeen megabytes",
                        "{\"prompt\":\"" + "a".repeat(17 << 20) + "\"}",
                        413,
                        List.of(),
                        "MiB"),
                Case.field("an unknown field", "\"stepz\":20", "/stepz", "is not a field"),
                Case.field("no steps", "\"steps\":0", "/steps", "from 1 to 150"),
                Case.field("negative steps", "\"steps\":-5", "/steps", "from 1 to 150"),
                Case.field("a thousand million steps", "\"steps\":1000000000", "/steps", "from 1 to 150"),
                Case.field("steps beyond 64 bits", "\"steps\":99999999999999999999", "/steps", "whole number"),
                Case.field("half a step", "\"steps\":20.5", "/steps", "whole number"),
                Case.field("steps as text", "\"steps\":\"twenty\"", "/steps", "whole number"),
                Case.field("guidance that is no number", "\"guidance\":NaN", "/guidance", "finite"),
                Case.field("guidance that overflows", "\"guidance\":1e999", "/guidance", "finite"),
                Case.field("negative guidance", "\"guidance\":-1", "/guidance", "from 0 to 30"),
                Case.field("guidance as text", "\"guidance\":\"NaN\"", "/guidance", "number"),
                Case.field("a width that is no multiple", "\"width\":100", "/width", "multiple of 64"),
                Case.field("a height that is no multiple", "\"height\":129", "/height", "multiple of 64"),
                Case.field("no width", "\"width\":0", "/width", "from 64"),
                Case.field("too wide", "\"width\":65536", "/width", "to 512"),
                Case.field("a negative seed", "\"seed\":-2", "/seed", "seed"),
                Case.field("a seed beyond 63 bits", "\"seed\":9223372036854775808", "/seed", "seed"),
                Case.field("an unknown sampler", "\"sampler\":\"Eulerr\"", "/sampler", "Euler a"),
                Case.json(
                        "an unknown model",
                        "{\"prompt\":\"" + SECRET + "\",\"model\":\"sdxl\"}",
                        404,
                        List.of("/model"),
                        "demo"),
                Case.field("no pictures", "\"count\":0", "/count", "from 1 to 16"),
                Case.field("too many pictures", "\"count\":1000", "/count", "from 1 to 16"),
                Case.json(
                        "everything wrong at once",
                        "{\"prompt\":\"\",\"steps\":0,\"guidance\":-1,\"width\":1,\"height\":2,\"sampler\":\"x\",\"count\":0,"
                                + "\"seed\":-9,\"colour\":1}",
                        400,
                        List.of(
                                "/prompt",
                                "/steps",
                                "/guidance",
                                "/width",
                                "/height",
                                "/sampler",
                                "/count",
                                "/seed",
                                "/colour"),
                        "9"),
                new Case(
                        "a form",
                        "application/x-www-form-urlencoded",
                        "application/json",
                        "prompt=a",
                        415,
                        List.of(),
                        "json"),
                new Case("an answer in PDF", "application/json", "application/pdf", fine, 406, List.of(), "openapi"),
                new Case(
                        "two pictures in one PNG",
                        "application/json",
                        "image/png",
                        "{\"prompt\":\"" + SECRET + "\",\"count\":2}",
                        406,
                        List.of(),
                        "count"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isRefusedWithAProblemDocument(Case wrong) {
        HttpResponse<byte[]> response = deployment
                .frontend()
                .post(wrong.contentType(), wrong.accept(), wrong.body().getBytes(StandardCharsets.UTF_8));
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
