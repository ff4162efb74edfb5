package dev.diffract.tests.harness;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FiguresTest {

    @TempDir
    Path directory;

    @Test
    void aLineForEachFigureIsPrinted() {
        Figures figures = new Figures("load", directory.resolve("figures.json"));
        figures.atMost("p99", 12.5, "ms", 20);
        figures.add("pictures", 1.25, "x", ">=", 1, Optional.of(new Figures.Baseline("one-slice", 31000000)));

        assertThat(printed(figures)).isEqualToNormalizingNewlines("""
                figure: load.p99 12.50 ms goal <= 20.00
                figure: load.pictures 1.250 x goal >= 1.000 baseline one-slice 3.100e+07
                """);
    }

    @Test
    void theFileKeepsTheFiguresOfOtherSuitesAndTheLastOfEachName() throws IOException {
        Path file = directory.resolve("figures.json");
        Figures first = new Figures("one", file);
        first.atLeast("same", 1, "%", 99);
        first.atMost("other", 2, "%", 99);
        printed(first);
        Figures second = new Figures("one", file);
        second.atLeast("same", 3, "%", 99);
        printed(second);

        JsonNode written = new ObjectMapper().readTree(file.toFile());
        assertThat(written).hasSize(2);
        assertThat(written.get(0).toString())
                .isEqualTo("{\"name\":\"one.other\",\"value\":2.0,\"unit\":\"%\",\"goal\":\"<= 99.00\"}");
        assertThat(written.get(1).get("value").asDouble()).isEqualTo(3);
    }

    private static String printed(Figures figures) {
        PrintStream standard = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            figures.report();
        } finally {
            System.setOut(standard);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
