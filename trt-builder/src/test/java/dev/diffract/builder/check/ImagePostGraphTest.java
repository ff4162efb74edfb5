package dev.diffract.builder.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.diffract.builder.onnx.ImagePostGraph;
import dev.diffract.builder.onnx.OnnxModelWriter;
import dev.diffract.repository.kserve.Tensor;
import dev.diffract.repository.kserve.TensorType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImagePostGraphTest {

    @TempDir
    Path directory;

    @Test
    void makesTheSameBytesAsJava() throws IOException {
        ImagePostCheck.check(write(false));
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
            outputs = run.run(
                    List.of(Tensor.ofFloats("sample", TensorType.FP32, new long[] {1, 3, height, width}, pixels)));
        }
        Tensor clip = outputs.get("clip_input");
        float black = (0 - 0.48145466f) / 0.26862954f;

        assertThat(clip.shape()).containsExactly(1, 3, 224, 224);
        float[] firstChannel = new float[224 * 224];
        Arrays.fill(firstChannel, black);
        assertThat(Arrays.copyOf(clip.floats(), 224 * 224)).containsExactly(firstChannel, within(1e-5f));
    }

    private Path write(boolean clipInput) throws IOException {
        Path file = directory.resolve("model.onnx");
        OnnxModelWriter.write(ImagePostGraph.create(clipInput), file);
        return file;
    }
}
