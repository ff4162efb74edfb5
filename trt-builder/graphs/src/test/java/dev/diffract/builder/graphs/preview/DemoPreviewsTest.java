package dev.diffract.builder.graphs.preview;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.diffract.repository.kserve.Half;
import dev.diffract.repository.layout.PreviewFactors;
import dev.diffract.repository.pipeline.ModelFamilies;
import dev.diffract.repository.pipeline.PipelineNumbers;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Previews of latents that diffusers drew with the demo model ({@code tests/parity/record_latents.py}), against what the demo
 * model's decoder makes of them. Its autoencoder is small and far from linear: no linear map comes nearer than 0.17.
 */
class DemoPreviewsTest {

    private static final PipelineNumbers NUMBERS = new PipelineNumbers(77, 96, 1, 4, 8, 0.18215);
    private static final int SIDE = 128;
    private static final Path DEMO = Path.of("../../model-repository/demo-onnx");

    private static final List<float[]> LATENTS = new ArrayList<>();
    private static final List<float[]> COLOURS = new ArrayList<>();
    private static OnnxVae vae;

    @BeforeAll
    static void decode() throws IOException {
        vae = new OnnxVae(
                ModelFamilies.STABLE_DIFFUSION,
                NUMBERS,
                DEMO.resolve("vae_decoder/model.onnx"),
                Optional.of(DEMO.resolve("vae_encoder/model.onnx")));
        try (InputStream in = DemoPreviewsTest.class.getResourceAsStream("/latents.json")) {
            for (JsonNode text : new ObjectMapper().readTree(in).get("latents")) {
                float[] latent = halves(text.asText());
                float[] unscaled = new float[latent.length];
                for (int i = 0; i < latent.length; i++) {
                    unscaled[i] = (float) (latent[i] / NUMBERS.scalingFactor());
                }
                LATENTS.add(latent);
                COLOURS.add(Colours.of(vae.decode(unscaled, SIDE), SIDE, NUMBERS.vaeScale()));
            }
        }
    }

    @AfterAll
    static void close() {
        vae.close();
    }

    @Test
    void previewsResembleThePicturesThatAreDrawn() {
        PreviewFactors fitted = PreviewFit.fit(vae, NUMBERS, SIDE).orElseThrow();

        double error = error(fitted);
        assertThat(error)
                .isLessThan(0.21)
                .isLessThan(0.7 * error(meanColour()))
                .isLessThan(1.2 * error(fittedToThese()));
    }

    @Test
    void withoutAnEncoderTheyAreBetterThanNothing() {
        try (OnnxVae decoder = new OnnxVae(
                ModelFamilies.STABLE_DIFFUSION, NUMBERS, DEMO.resolve("vae_decoder/model.onnx"), Optional.empty())) {
            PreviewFactors fitted = PreviewFit.fit(decoder, NUMBERS, SIDE).orElseThrow();

            assertThat(error(fitted)).isLessThan(0.8 * error(meanColour()));
        }
    }

    private static double error(PreviewFactors factors) {
        return IntStream.range(0, LATENTS.size())
                .mapToDouble(i -> Colours.difference(factors.preview(LATENTS.get(i)), COLOURS.get(i)))
                .average()
                .orElseThrow();
    }

    /** One colour for everything, the best there is. */
    private static PreviewFactors meanColour() {
        List<Double> bias = IntStream.range(0, 3)
                .mapToObj(colour -> COLOURS.stream()
                        .flatMap(planes -> IntStream.range(0, planes.length / 3)
                                .mapToObj(i -> planes[colour * planes.length / 3 + i]))
                        .mapToDouble(Float::doubleValue)
                        .average()
                        .orElseThrow())
                .toList();
        return new PreviewFactors(
                List.of(List.of(0.0, 0.0, 0.0, 0.0), List.of(0.0, 0.0, 0.0, 0.0), List.of(0.0, 0.0, 0.0, 0.0)),
                bias,
                0);
    }

    /** What least squares make of the very latents that are judged. */
    private static PreviewFactors fittedToThese() {
        RidgeRegression regression = new RidgeRegression(4, 3);
        for (int i = 0; i < LATENTS.size(); i++) {
            int pixels = LATENTS.get(i).length / 4;
            for (int pixel = 0; pixel < pixels; pixel++) {
                regression.add(column(LATENTS.get(i), pixel, pixels), column(COLOURS.get(i), pixel, pixels));
            }
        }
        List<List<Double>> rows = Arrays.stream(regression.solve())
                .map(row -> Arrays.stream(row).boxed().toList())
                .toList();
        return new PreviewFactors(
                rows.stream().map(row -> row.subList(0, 4)).toList(),
                rows.stream().map(row -> row.get(4)).toList(),
                0);
    }

    private static double[] column(float[] planes, int pixel, int pixels) {
        return IntStream.range(0, planes.length / pixels)
                .mapToDouble(plane -> planes[plane * pixels + pixel])
                .toArray();
    }

    private static float[] halves(String base64) {
        ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(base64)).order(ByteOrder.LITTLE_ENDIAN);
        float[] values = new float[bytes.remaining() / Short.BYTES];
        for (int i = 0; i < values.length; i++) {
            values[i] = Half.toFloat(bytes.getShort());
        }
        return values;
    }
}
