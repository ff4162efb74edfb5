package dev.diffract.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.diffract.tests.harness.Collector;
import dev.diffract.tests.harness.FrontendServer;
import dev.diffract.tests.harness.Programs;
import dev.diffract.tests.harness.ToldSpan;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A UNet that overflows in use, as engines in FP16 do, although it builds: it is NaN once a latent is beyond ±6. */
class OverflowsIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final float LIMIT = 6;

    private static final String PROMPT = "a red circle";

    private static Path repository;
    private static Deployment deployment;

    @BeforeAll
    static void start(@TempDir Path directory) throws IOException {
        Path model = directory.resolve("model");
        OverflowingGraph.copy(Programs.demoModel(), model);
        OverflowingGraph.make(model.resolve("unet/model.onnx"), "sample", LIMIT);
        repository = Deployment.buildRepository(directory, model);
        deployment = Deployment.start(directory);
    }

    @AfterAll
    static void stop() {
        if (deployment != null) {
            deployment.close();
        }
    }

    @Test
    void thePictureEndsWithASentenceAndIsNotTriedOnTheSameEngineAgain() throws IOException {
        HttpResponse<byte[]> answer = draw(30);

        JsonNode problem = JSON.readTree(answer.body());
        assertThat(answer.statusCode()).as(problem.toString()).isEqualTo(502);
        assertThat(problem.get("code").asText()).isEqualTo("not_finite");
        assertThat(problem.get("detail").asText())
                .matches("The picture left the range of numbers in the denoising: its output at step \\d+/10"
                        + " holds NaN or infinity\\..*")
                .doesNotContain("slice-", "unet", "out_sample");
        assertThat(deployment.frontendProgram().output())
                .containsPattern("not_finite .*unet on slice-[01]: its output 'out_sample' at step");
        assertThat(metric("diffract_call_failures_total{kind=\"not_finite\"")).isEqualTo(1);
        assertThat(metric("diffract_slice_healthy")).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    void theSliceStandsInTheTraceOfTheCaller(Collector.Protocol protocol, @TempDir Path logs) throws IOException {
        String trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        String caller = "00f067aa0ba902b7";
        String request = "POST /v1/generations";
        try (Collector collector = new Collector(protocol);
                FrontendServer traced = FrontendServer.start(
                        "traced",
                        repository,
                        "slice-0=127.0.0.1:" + deployment.slice("slice-0").grpcPort(),
                        logs,
                        collector.properties())) {
            HttpResponse<byte[]> answer =
                    new Frontend(traced.base()).postWith("traceparent", "00-" + trace + "-" + caller + "-01", body(30));
            assertThat(answer.statusCode()).isEqualTo(502);

            await().atMost(Duration.ofMinutes(1))
                    .untilAsserted(() -> assertThat(collector.spans())
                            .extracting(ToldSpan::name)
                            .contains(request, "generation"));
            List<ToldSpan> spans = collector.spans();
            assertThat(spans).extracting(ToldSpan::trace).containsOnly(trace);
            ToldSpan generation = within(spans, within(spans, caller, request).id(), "generation");
            within(spans, generation.id(), "turn");
            ToldSpan picture = within(spans, generation.id(), "picture");
            for (String part : List.of("text", "step")) {
                ToldSpan call = within(spans, picture.id(), part);
                within(spans, call.id(), "queue");
                within(spans, call.id(), "attempt");
            }
            assertThat(collector.text())
                    .contains("diffract.slice", "slice-0", "diffract.outcome", "not_finite")
                    .containsPattern("unet on slice-0: its output 'out_sample' at step \\d+/10 holds NaN or infinity")
                    .doesNotContain(PROMPT);
            assertThat(traced.log()).doesNotContain("WARN");
        }
    }

    /** One of this name there is at least; of several the first. */
    private static ToldSpan within(List<ToldSpan> spans, String parent, String name) {
        return spans.stream()
                .filter(span -> span.name().equals(name) && span.parent().equals(parent))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + name + " within " + parent + ": " + spans));
    }

    @Test
    void whatStaysWithinIsDrawn() {
        assertThat(draw(1).statusCode()).isEqualTo(200);
    }

    private static HttpResponse<byte[]> draw(int guidance) {
        return deployment.frontend().post(body(guidance));
    }

    private static String body(int guidance) {
        return "{\"prompt\": \"" + PROMPT + "\", \"seed\": 1, \"steps\": 10, \"guidance\": " + guidance + "}";
    }

    /** The sum over all series of this beginning. */
    private static double metric(String series) throws IOException {
        byte[] metrics;
        try (InputStream answer = deployment.frontendServer().metrics().toURL().openStream()) {
            metrics = answer.readAllBytes();
        }
        return new String(metrics, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith(series))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
