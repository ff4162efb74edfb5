package dev.diffract.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.diffract.tests.harness.Programs;
import dev.diffract.tests.harness.RunningProgram;
import dev.diffract.tests.harness.RunningProgram.Finished;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An autoencoder whose decoder overflows: a picture's bytes are bytes whatever they were made of, black mostly. */
class DecoderOverflowsIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Beyond what a guidance of 1 leads to, and below what one of 30 does. */
    private static final float RARELY = 30;

    /** Below what ordinary pictures are encoded to. */
    private static final float ALWAYS = 6;

    @TempDir
    private static Path directory;

    private static Deployment deployment;

    @BeforeAll
    static void start() throws IOException {
        Deployment.buildRepository(directory, overflowing("model", RARELY));
        deployment = Deployment.start(directory);
    }

    @AfterAll
    static void stop() {
        if (deployment != null) {
            deployment.close();
        }
    }

    @Test
    void noBlackPictureIsAnswered() throws IOException {
        HttpResponse<byte[]> answer = draw(30);

        assertThat(answer.statusCode()).isEqualTo(502);
        JsonNode problem = JSON.readTree(answer.body());
        assertThat(problem.get("code").asText()).isEqualTo("not_finite");
        assertThat(problem.get("detail").asText())
                .startsWith(
                        "The picture left the range of numbers in the decoding of the picture: its picture, before it"
                                + " became bytes, holds NaN or infinity.");
    }

    @Test
    void whatStaysWithinIsDrawn() {
        assertThat(draw(1).statusCode()).isEqualTo(200);
    }

    @Test
    void oneThatCanDrawNothingIsNotBuilt() throws IOException {
        Path model = overflowing("useless", ALWAYS);
        Path repository = directory.resolve("never");
        Finished build = RunningProgram.run(
                "build",
                Programs.builder(
                        "build", "--runtime", "onnx", "--model", model.toString(), "--out", repository.toString()),
                directory);

        assertThat(build.exitCode()).as(build.output()).isNotZero();
        assertThat(build.output())
                .contains("the autoencoder makes NaN or infinity of ordinary pictures")
                .doesNotContain("Exception");
        assertThat(repository).doesNotExist();
    }

    private static Path overflowing(String name, float limit) throws IOException {
        Path model = directory.resolve(name);
        OverflowingGraph.copy(Programs.demoModel(), model);
        OverflowingGraph.make(model.resolve("vae_decoder/model.onnx"), "latent_sample", limit);
        return model;
    }

    private static HttpResponse<byte[]> draw(int guidance) {
        return deployment
                .frontend()
                .post("{\"prompt\": \"a red circle\", \"seed\": 1, \"steps\": 10, \"guidance\": " + guidance + "}");
    }
}
