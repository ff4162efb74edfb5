package dev.diffract.builder.build.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.builder.build.bench.BenchFigures;
import dev.diffract.builder.build.bench.BenchFigures.Figure;
import dev.diffract.builder.files.FileTrees;
import dev.diffract.builder.graphs.check.ErrorBound;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code mvn -Psd-size verify}: needs 6 GB of memory, 6 GB of disk and some minutes. Linux tells what a process needed at most. */
@Tag("sd-size")
@EnabledOnOs(OS.LINUX)
class SdSizeIT {

    private static final long SEED = 20261121;
    private static final long MORE_SEEDS = 2;
    private static final long MEMORY_LIMIT_KB = 6_000_000;

    private final Path directory = Path.of("target", "sd-size");

    @BeforeEach
    void clean() throws IOException {
        FileTrees.delete(directory);
        Files.createDirectories(directory.resolve("single"));
    }

    @AfterEach
    void remove() throws IOException {
        FileTrees.delete(directory);
    }

    /** In the long form, {@code -Dlong}, other weights too. */
    static LongStream seeds() {
        return LongStream.rangeClosed(SEED, System.getProperty("long") == null ? SEED : SEED + MORE_SEEDS);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aUnetOfRealSizeIsConvertedAndComparedWithinSixGigabytes(long seed) throws IOException, InterruptedException {
        Path source = directory.resolve("single");
        assertThat(RandomUnet.write(source, seed)).isEqualTo(RandomUnet.PARAMETERS);
        Path half = directory.resolve("half").resolve("model.onnx");

        Path log = directory.resolve("log");
        Path figures = directory.resolve("figures");
        Process conversion = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SdSizeConversion.class.getName(),
                        source.resolve("model.onnx").toString(),
                        half.toString(),
                        figures.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();

        assertThat(conversion.waitFor()).as(Files.readString(log)).isZero();
        Map<String, Double> measured = Files.readAllLines(figures).stream()
                .map(line -> line.split(" "))
                .collect(Collectors.toMap(words -> words[0], words -> Double.parseDouble(words[1])));
        report(measured);
        assertThat(measured.get("peak_kb")).isLessThan(MEMORY_LIMIT_KB);
        assertThat(measured.get("max_error")).isPositive();
        assertThat(Files.size(half.resolveSibling("model.onnx.data")))
                .isBetween(2 * RandomUnet.PARAMETERS, 2 * RandomUnet.PARAMETERS + (8L << 20));
    }

    private static void report(Map<String, Double> measured) throws IOException {
        double largest = measured.get("largest");
        List<Figure> figures = List.of(
                figure("max-error", measured.get("max_error") / largest, "of-largest", ErrorBound.HALF.max()),
                figure("mean-error", measured.get("mean_error") / largest, "of-largest", ErrorBound.HALF.mean()),
                figure("peak", measured.get("peak_kb") / 1e6, "GB", MEMORY_LIMIT_KB / 1e6));
        BenchFigures.write(figures, Path.of("target", "figures.json"));
        figures.forEach(System.out::println);
    }

    private static Figure figure(String name, double value, String unit, double goal) {
        return new Figure("sd-size." + name, value, unit, "<=", goal, Optional.empty());
    }
}
