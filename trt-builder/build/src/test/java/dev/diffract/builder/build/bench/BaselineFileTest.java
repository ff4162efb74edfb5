package dev.diffract.builder.build.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diffract.builder.build.bench.Baseline.Measured;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BaselineFileTest {

    private static final String GOOD = """
            {"model": "sd15", "gpu": "NVIDIA H200", "multiprocessors": 132, "torch": "2.15.0", "diffusers": "0.42.1",
             "rows": [
              {"component": "unet", "width": 768, "height": 512, "batch": 2, "operations": 1e12, "eager_ms": 21.5, "compiled_ms": 15},
              {"component": "unet", "width": 768, "height": 512, "batch": 4, "operations": 2e12, "eager_ms": 41.5}]}
            """;

    @TempDir
    private Path directory;

    @Test
    void readsWhatTheScriptWrites() throws IOException {
        Baseline baseline = BaselineFile.read(file(GOOD));

        assertThat(baseline.gpu()).isEqualTo("NVIDIA H200");
        assertThat(baseline.multiprocessors()).isEqualTo(132);
        assertThat(baseline.rows())
                .containsExactly(
                        new Measured("unet", 2, 768, 512, 21.5, OptionalDouble.of(15), 1e12),
                        new Measured("unet", 4, 768, 512, 41.5, OptionalDouble.empty(), 2e12));
    }

    @Test
    void aMissingFileIsSaid() {
        assertThatThrownBy(() -> BaselineFile.read(directory.resolve("none.json")))
                .isInstanceOf(BenchException.class)
                .hasMessageContaining("none.json does not exist: make it with deploy/gpu-proof/torch_baseline.py");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    "multiprocessors": 132   | "multiprocessors": "many"  | /multiprocessors is not a whole number
                    "eager_ms": 41.5         | "eager_ms": 0              | /rows/1: eager_ms is 0.0, expected a number above 0
                    "compiled_ms": 15        | "compiled_ms": -1          | /rows/0: compiled_ms is -1.0, expected a number above 0
                    "gpu": "NVIDIA H200"     | "gpu": ""                  | gpu is blank, expected a text
                    "batch": 4,              | ''                         | /rows/1/batch is missing
                    "rows"                   | "lines"                    | /rows is missing
                    "compiled_ms": 15        | "compile_ms": 15           | /rows/0/compile_ms is not known, expected one of batch, compiled_ms, component
                    "torch": "2.15.0"        | "torch": 2.15.0            | no JSON: line 1, column
                    {"model"                 | oops{"model"               | no JSON: line 1, column
                    """)
    void aWrongFileIsSaid(String good, String bad, String sentence) throws IOException {
        Path file = file(GOOD.replace(good, bad));

        assertThatThrownBy(() -> BaselineFile.read(file))
                .isInstanceOf(BenchException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(sentence);
    }

    @Test
    void aTruncatedFileIsSaid() throws IOException {
        Path file = file(GOOD.substring(0, GOOD.length() / 2));

        assertThatThrownBy(() -> BaselineFile.read(file)).hasMessageContaining("no JSON: line 3, column");
    }

    private Path file(String text) throws IOException {
        return Files.writeString(directory.resolve("torch.json"), text);
    }
}
