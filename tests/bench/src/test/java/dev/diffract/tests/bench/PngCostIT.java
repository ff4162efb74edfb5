package dev.diffract.tests.bench;

import static org.assertj.core.api.Assertions.assertThat;

import ar.com.hjg.pngj.FilterType;
import ar.com.hjg.pngj.ImageInfo;
import ar.com.hjg.pngj.ImageLineByte;
import ar.com.hjg.pngj.PngWriter;
import dev.diffract.frontend.core.noise.TorchGenerator;
import dev.diffract.frontend.imaging.PngEncoder;
import dev.diffract.tests.harness.Figures;
import dev.diffract.tests.harness.Figures.Baseline;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Holds what a file of a picture of 512 × 512 costs against the same library at its usual level, 6, with the filter that is mostly recommended,
 * Paeth's. Both write the same pixels, in turns, on one thread. Measured and reported; how fast decides no test.
 */
@TestInstance(Lifecycle.PER_CLASS)
class PngCostIT {

    private static final int SIDE = 512;
    private static final int CHANNELS = 3;
    private static final int WARM = 40;
    private static final int ROUNDS = 9;
    private static final int FILES = 10;

    private final Figures figures = new Figures("bench");
    private final PngEncoder encoder = new PngEncoder();

    enum Pixels {
        /** Waves in each channel, with noise in the last bits, as a decoder makes them. */
        PHOTO {
            @Override
            byte[] rgb() {
                float[] noise =
                        TorchGenerator.seeded(7).normal(SIDE * SIDE * CHANNELS).values();
                byte[] rgb = new byte[noise.length];
                for (int i = 0; i < rgb.length; i++) {
                    int channel = i % CHANNELS;
                    int x = i / CHANNELS % SIDE;
                    int y = i / CHANNELS / SIDE;
                    double wave = Math.sin(x / (23.0 + 9 * channel)) * Math.cos(y / (31.0 - 7 * channel))
                            + 0.5 * Math.sin((x + 2.0 * y) / 61);
                    rgb[i] = (byte) Math.max(0, Math.min(255, Math.round(128 + 70 * wave + 2 * noise[i])));
                }
                return rgb;
            }
        },
        /** Areas of one colour. */
        DRAWING {
            @Override
            byte[] rgb() {
                byte[] rgb = new byte[SIDE * SIDE * CHANNELS];
                for (int i = 0; i < rgb.length; i++) {
                    int x = i / CHANNELS % SIDE - SIDE / 2;
                    int y = i / CHANNELS / SIDE - SIDE / 2;
                    int ring = (x * x + y * y) / 9000 % 4;
                    rgb[i] = (byte) (60 * ring + 20 * (i % CHANNELS));
                }
                return rgb;
            }
        };

        /** Row-major, three bytes a pixel. */
        abstract byte[] rgb();
    }

    @AfterAll
    void report() {
        figures.report();
    }

    @ParameterizedTest
    @EnumSource
    void aFileIsHeldAgainstLevelSixWithPaeth(Pixels pixels) {
        byte[] rgb = pixels.rgb();
        Supplier<byte[]> ours = () -> encoder.encode(SIDE, SIDE, rgb);
        Supplier<byte[]> usual = () -> usual(rgb);
        seconds(ours, WARM);
        seconds(usual, WARM);
        double[] ratios = new double[ROUNDS];
        double[] baseline = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            double took = seconds(ours, FILES);
            baseline[round] = seconds(usual, FILES) / FILES;
            ratios[round] = took / FILES / baseline[round];
        }
        String name = "png." + (pixels == Pixels.PHOTO ? "photo" : "drawing");
        figures.add(
                name + ".cpu",
                median(ratios),
                "of-level-6-with-paeth",
                "<=",
                0.4,
                Optional.of(new Baseline("milliseconds-of-cpu", median(baseline) * 1e3)));
        double size = ours.get().length / (double) usual.get().length;
        figures.add(name + ".size", size, "of-level-6-with-paeth", "<=", 1.1, Optional.empty());
        assertThat(size).isPositive();
    }

    private static byte[] usual(byte[] rgb) {
        ImageInfo info = new ImageInfo(SIDE, SIDE, 8, false);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        PngWriter png = new PngWriter(file, info);
        png.setCompLevel(6);
        png.setFilterType(FilterType.FILTER_PAETH);
        int row = SIDE * CHANNELS;
        for (int y = 0; y < SIDE; y++) {
            png.writeRow(new ImageLineByte(info, Arrays.copyOfRange(rgb, y * row, (y + 1) * row)));
        }
        png.end();
        return file.toByteArray();
    }

    /** Of this thread's CPU. */
    private static double seconds(Supplier<byte[]> file, int times) {
        long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        long bytes = 0;
        for (int i = 0; i < times; i++) {
            bytes += file.get().length;
        }
        assertThat(bytes).isPositive();
        return (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before) / 1e9;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
