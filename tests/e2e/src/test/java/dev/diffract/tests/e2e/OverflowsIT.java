package dev.diffract.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.diffract.tests.harness.Programs;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A UNet that overflows in use, as engines in FP16 do, although it builds: it is NaN once a latent is beyond ±6. */
class OverflowsIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final float LIMIT = 6;

    private static Deployment deployment;

    @BeforeAll
    static void start(@TempDir Path directory) throws IOException {
        Path model = directory.resolve("model");
        OverflowingGraph.copy(Programs.demoModel(), model);
        OverflowingGraph.make(model.resolve("unet/model.onnx"), "sample", LIMIT);
        Deployment.buildRepository(directory, model);
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
                .matches(
                        "The picture left the range of numbers in the model unet: its output 'out_sample' at step \\d+/10"
                                + " holds NaN or infinity\\..*")
                .doesNotContain("slice-");
        assertThat(deployment.frontendProgram().output())
                .containsPattern("not_finite .*unet on slice-[01]: its output 'out_sample' at step");
        assertThat(metric("diffract_call_failures_total{kind=\"not_finite\"")).isEqualTo(1);
        assertThat(metric("diffract_slice_healthy")).isEqualTo(2);
    }

    @Test
    void whatStaysWithinIsDrawn() {
        assertThat(draw(1).statusCode()).isEqualTo(200);
    }

    private static HttpResponse<byte[]> draw(int guidance) {
        return deployment
                .frontend()
                .post("{\"prompt\": \"a red circle\", \"seed\": 1, \"steps\": 10, \"guidance\": " + guidance + "}");
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
