package dev.diffract.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.diffract.tests.e2e.Examples.Example;
import dev.diffract.tests.e2e.picture.PictureReader;
import dev.diffract.tests.harness.Pixels;
import dev.diffract.tests.harness.Programs;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From the ONNX folder to a picture that shows what the prompt says, through every program. */
class DrawsWhatIsAskedIT {

    private static final String PROMPT = "a red circle on a blue background";

    @TempDir
    private static Path directory;

    private static final List<BufferedImage> PICTURES = new ArrayList<>();

    private static Deployment deployment;
    private static PictureReader reader;

    @BeforeAll
    static void start() throws IOException {
        deployment = Deployment.start(directory);
        reader = PictureReader.of(Programs.demoModel());
    }

    @AfterAll
    static void stop() throws IOException {
        if (deployment != null) {
            deployment.close();
        }
        if (!PICTURES.isEmpty()) {
            ContactSheet.write(PICTURES, Path.of("target", "pictures.png"));
        }
    }

    static List<Example> examples() throws IOException {
        List<Example> examples = Examples.read();
        assertThat(examples).hasSize(12);
        return examples;
    }

    @ParameterizedTest
    @MethodSource("examples")
    void thePictureShowsThePrompt(Example example) {
        BufferedImage picture = Frontend.picture(deployment.frontend().draw(example.prompt(), example.seed()));
        PICTURES.add(picture);
        example.mustBeSeenIn(reader.read(picture));
    }

    @Test
    void theSameSeedGivesTheSameBytesAndAnotherSeedAnotherPicture() {
        byte[] first = deployment.frontend().draw(PROMPT, 11);
        assertThat(deployment.frontend().draw(PROMPT, 11)).isEqualTo(first);
        assertThat(deployment.frontend().draw(PROMPT, 12)).isNotEqualTo(first);
    }

    @Test
    void severalPicturesAreThoseOfTheFollowingSeeds() {
        JsonNode drawn =
                Frontend.json(deployment.frontend().post("{\"prompt\":\"" + PROMPT + "\",\"seed\":40,\"count\":3}"));
        assertThat(drawn.get("images")).hasSize(3);
        for (int i = 0; i < 3; i++) {
            JsonNode image = drawn.get("images").get(i);
            assertThat(image.get("seed").asLong()).isEqualTo(40 + i);
            BufferedImage together =
                    Frontend.picture(Base64.getDecoder().decode(image.get("png").asText()));
            BufferedImage alone = Frontend.picture(deployment.frontend().draw(PROMPT, 40 + i));
            // Bits are promised for one composition of batches only; three pictures may share theirs.
            assertThat(Pixels.largestDifference(together, alone))
                    .as("picture %d of three against the same seed alone", i)
                    .isLessThanOrEqualTo(2);
        }
    }

    @Test
    void aRandomSeedIsReportedAndDrawsThePictureAgain() {
        JsonNode drawn = Frontend.json(deployment.frontend().post("{\"prompt\":\"" + PROMPT + "\",\"seed\":-1}"));
        long seed = drawn.get("parameters").get("seed").asLong();
        assertThat(seed).isNotNegative();
        byte[] again = deployment.frontend().draw(PROMPT, seed);
        assertThat(Base64.getDecoder()
                        .decode(drawn.get("images").get(0).get("png").asText()))
                .isEqualTo(again);
    }

    @Test
    void otherSizesAreDrawn() {
        for (int[] size : new int[][] {{192, 128}, {64, 64}, {256, 256}}) {
            HttpResponse<byte[]> response = deployment
                    .frontend()
                    .post(
                            "application/json",
                            "image/png",
                            ("{\"prompt\":\"" + PROMPT + "\",\"width\":" + size[0] + ",\"height\":" + size[1] + "}")
                                    .getBytes(StandardCharsets.UTF_8));
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(Frontend.picture(response.body()).getWidth()).isEqualTo(size[0]);
            assertThat(Frontend.picture(response.body()).getHeight()).isEqualTo(size[1]);
        }
    }

    /** The model was judged with its default sampler; with the usual others it must show the same to the eye. */
    @ParameterizedTest
    @ValueSource(strings = {"DDIM", "PLMS", "Euler", "Euler a", "DPM++ 2M", "DPM++ 2M Karras"})
    void theUsualSamplersDrawIt(String sampler) {
        PictureReader.Scene scene = reader.read(drawnWith(sampler));
        assertThat(scene.background()).isEqualTo("blue");
        assertThat(scene.things())
                .anySatisfy(thing -> assertThat(thing.colour()).isEqualTo("red"));
    }

    /** Whether each computes what its reference computes is tested in the core; twenty steps are too few for some. */
    @Test
    void everySamplerThatIsOfferedDraws() {
        for (JsonNode model : deployment.frontend().get("/v1/models").get("models")) {
            assertThat(model.get("samplers")).isNotEmpty();
            for (JsonNode sampler : model.get("samplers")) {
                assertThat(drawnWith(sampler.asText()).getWidth())
                        .as("width with %s", sampler)
                        .isEqualTo(128);
            }
        }
    }

    private static BufferedImage drawnWith(String sampler) {
        HttpResponse<byte[]> response = deployment
                .frontend()
                .post(
                        "application/json",
                        "image/png",
                        ("{\"prompt\":\"" + PROMPT + "\",\"seed\":11,\"sampler\":\"" + sampler + "\"}")
                                .getBytes(StandardCharsets.UTF_8));
        assertThat(response.statusCode()).as("status with %s", sampler).isEqualTo(200);
        return Frontend.picture(response.body());
    }

    @Test
    void stepsAreSpreadOverBothSlicesAndBatchedThere() {
        deployment.frontend().post("{\"prompt\":\"" + PROMPT + "\",\"seed\":1,\"count\":8}");
        for (JsonNode slice : deployment.frontend().get("/v1/slices").get("slices")) {
            assertThat(slice.get("state").asText()).isEqualTo("healthy");
            assertThat(slice.get("completed").asLong())
                    .as("calls of %s", slice.get("name"))
                    .isGreaterThan(20);
        }
    }
}
