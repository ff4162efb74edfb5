package dev.diffract.builder.graphs.check;

import dev.diffract.repository.kserve.Tensor;
import dev.diffract.repository.kserve.TensorType;
import dev.diffract.repository.pipeline.ImagePostTensors;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The generated image_post graph against the same arithmetic in Java, byte for byte, and with pixels that are no numbers. */
public final class ImagePostCheck {

    private static final int BATCH = 2;
    private static final int CHANNELS = 3;
    private static final int HEIGHT = 16;
    private static final int WIDTH = 24;

    private ImagePostCheck() {}

    /**
     * @param tensors what the graph takes and gives
     * @throws CheckException if the graph does not run or a byte differs
     */
    public static void check(Path graph, ImagePostTensors tensors) {
        try (OnnxRun run = new OnnxRun(graph)) {
            float[] pixels = pixels();
            Map<String, Tensor> outputs = run.run(List.of(input(tensors, pixels)));
            checkBytes(graph, pixels, outputs.get(tensors.image().name()).data());
            checkFinite(graph, outputs.get(tensors.finite().name()), 1, 1);
            for (float none : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
                pixels[pixels.length - 1] = none;
                outputs = run.run(List.of(input(tensors, pixels)));
                checkFinite(graph, outputs.get(tensors.finite().name()), 1, 0);
            }
        }
    }

    private static Tensor input(ImagePostTensors tensors, float[] pixels) {
        long[] shape = {BATCH, CHANNELS, HEIGHT, WIDTH};
        return Tensor.ofFloats(tensors.pixels().name(), TensorType.FP32, shape, pixels);
    }

    private static void checkFinite(Path graph, Tensor finite, int... expected) {
        ByteBuffer actual = finite.data();
        for (int picture = 0; picture < expected.length; picture++) {
            if (actual.get(picture) != expected[picture]) {
                throw new CheckException(graph + " says " + actual.get(picture) + " to whether all pixels of picture "
                        + picture + " are numbers, expected " + expected[picture]);
            }
        }
    }

    private static void checkBytes(Path graph, float[] pixels, ByteBuffer bytes) {
        for (int i = 0; i < pixels.length; i++) {
            int channel = i / (HEIGHT * WIDTH) % CHANNELS;
            int place = i / (CHANNELS * HEIGHT * WIDTH) * HEIGHT * WIDTH + i % (HEIGHT * WIDTH);
            int actual = bytes.get(place * CHANNELS + channel) & 0xff;
            if (actual != toByte(pixels[i])) {
                throw new CheckException(
                        graph + " makes " + actual + " of the pixel " + pixels[i] + ", expected " + toByte(pixels[i]));
            }
        }
    }

    /** 255 · clamp(x / 2 + 0.5), halves to the even neighbour, in 32-bit arithmetic. */
    static int toByte(float pixel) {
        float unit = Math.min(1, Math.max(0, pixel * 0.5f + 0.5f));
        return (int) Math.rint(255 * unit);
    }

    private static float[] pixels() {
        Random random = new Random(0);
        float[] pixels = new float[BATCH * CHANNELS * HEIGHT * WIDTH];
        for (int i = 0; i < pixels.length; i++) {
            // The first ones lie on the borders between two bytes, the others also beyond black and white.
            pixels[i] = i < 255 ? (i + 0.5f) / 255 * 2 - 1 : random.nextFloat() * 3 - 1.5f;
        }
        return pixels;
    }
}
