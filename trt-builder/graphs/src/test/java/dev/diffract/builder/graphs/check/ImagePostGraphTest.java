package dev.diffract.builder.graphs.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.diffract.builder.graphs.onnx.ImagePostGraph;
import dev.diffract.builder.graphs.onnx.OnnxModelWriter;
import dev.diffract.repository.kserve.Tensor;
import dev.diffract.repository.kserve.TensorType;
import dev.diffract.repository.pipeline.ImagePostTensors;
import dev.diffract.repository.pipeline.ModelFamilies;
import dev.diffract.repository.pipeline.PipelineNumbers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImagePostGraphTest {

    private static final ImagePostTensors TENSORS = ModelFamilies.STABLE_DIFFUSION.imagePost();
    private static final PipelineNumbers NUMBERS = new PipelineNumbers(77, 768, 1, 4, 8, 0.18215);

    @TempDir
    Path directory;

    @Test
    void makesTheSameBytesAsJava() throws IOException {
        ImagePostCheck.check(write(false), TENSORS);
    }

    @ParameterizedTest
    @CsvSource({"-1, 0", "1, 255", "-7, 0", "7, 255", "0, 128", "0.9999, 255"})
    void roundsHalvesToTheEvenNeighbourAndClamps(float pixel, int expected) {
        assertThat(ImagePostCheck.toByte(pixel)).isEqualTo(expected);
    }

    @Test
    void theSafetyCheckersInputIsCroppedAroundTheMiddleAndNormalised() throws IOException {
        int height = 256;
        int width = 512;
        float[] pixels = new float[3 * height * width];
        // The left and right quarters, which the crop loses, are white; the middle is black.
        for (int i = 0; i < pixels.length; i++) {
            int column = i % width;
            pixels[i] = column < 120 || column >= 392 ? 1 : -1;
        }
        Map<String, Tensor> outputs;
        try (OnnxRun run = new OnnxRun(write(true))) {
            outputs = run.run(List.of(Tensor.ofFloats(
                    TENSORS.pixels().name(), TensorType.FP32, new long[] {1, 3, height, width}, pixels)));
        }
        Tensor clip = outputs.get(TENSORS.clipInput().name());
        float black = (0 - 0.48145466f) / 0.26862954f;

        assertThat(clip.shape()).containsExactly(1, 3, 224, 224);
        float[] firstChannel = new float[224 * 224];
        Arrays.fill(firstChannel, black);
        assertThat(Arrays.copyOf(clip.floats(), 224 * 224)).containsExactly(firstChannel, within(1e-5f));
    }

    @ParameterizedTest
    @CsvSource({"256, 512", "320, 256", "224, 224", "96, 160", "1024, 768"})
    void theSafetyCheckersInputIsThatOfThePictureResizedInOnePass(int height, int width) throws IOException {
        Random random = new Random(height * 31L + width);
        float[] pixels = new float[3 * height * width];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = random.nextFloat() * 2 - 1;
        }
        float[] actual;
        try (OnnxRun run = new OnnxRun(write(true))) {
            actual = run.run(List.of(Tensor.ofFloats(
                            TENSORS.pixels().name(), TensorType.FP32, new long[] {1, 3, height, width}, pixels)))
                    .get(TENSORS.clipInput().name())
                    .floats();
        }
        int side = 224;
        double[][] rows = CubicReference.weights(height, Math.min(height, width), side);
        double[][] columns = CubicReference.weights(width, Math.min(height, width), side);
        int steps = 0;
        for (int sample = 0; sample < 400; sample++) {
            int y = random.nextInt(side);
            int x = random.nextInt(side);
            double sum = 0;
            for (int j = 0; j < height; j++) {
                for (int i = 0; i < width && rows[y][j] != 0; i++) {
                    sum += rows[y][j] * columns[x][i] * ImagePostCheck.toByte(pixels[j * width + i]);
                }
            }
            double expected = Math.min(255, Math.max(0, Math.rint(sum)));
            double given = (actual[y * side + x] * 0.26862954 + 0.48145466) * 255;
            assertThat(given).isCloseTo(expected, within(1.001));
            steps += Math.abs(given - expected) > 0.5 ? 1 : 0;
        }
        assertThat(steps).as("roundings of a half to the other side").isLessThan(5);
    }

    private Path write(boolean clipInput) throws IOException {
        Path file = directory.resolve("model.onnx");
        OnnxModelWriter.write(ImagePostGraph.create(TENSORS, NUMBERS, clipInput), file);
        return file;
    }
}
