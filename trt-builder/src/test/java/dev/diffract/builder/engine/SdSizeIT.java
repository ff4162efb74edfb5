package dev.diffract.builder.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.builder.publish.FileTrees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** {@code mvn -Psd-size}: needs 6 GB of memory, 6 GB of disk and some minutes. Linux tells what a process needed at most. */
@Tag("sd-size")
@EnabledOnOs(OS.LINUX)
class SdSizeIT {

    private static final long SEED = 20261121;
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

    @Test
    void aUnetOfRealSizeIsConvertedAndComparedWithinSixGigabytes() throws IOException, InterruptedException {
        Path source = directory.resolve("single");
        assertThat(RandomUnet.write(source, SEED)).isEqualTo(RandomUnet.PARAMETERS);
        Path half = directory.resolve("half").resolve("model.onnx");

        Path log = directory.resolve("log");
        Process conversion = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SdSizeConversion.class.getName(),
                        source.resolve("model.onnx").toString(),
                        half.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();

        assertThat(conversion.waitFor()).as(Files.readString(log)).isZero();
        Map<String, Double> figures = Files.readAllLines(log).stream()
                .map(line -> line.split(" "))
                .filter(words -> words.length == 2 && words[1].matches("[-0-9.E]+"))
                .collect(Collectors.toMap(words -> words[0], words -> Double.parseDouble(words[1])));
        figures.forEach((name, figure) -> System.out.println("figure: sd-size." + name + " " + figure));
        assertThat(figures.get("peak_kb")).isLessThan(MEMORY_LIMIT_KB);
        assertThat(figures.get("max_error")).isPositive();
        assertThat(Files.size(half.resolveSibling("model.onnx.data")))
                .isBetween(2 * RandomUnet.PARAMETERS, 2 * RandomUnet.PARAMETERS + (8L << 20));
    }
}
