package dev.diffract.builder.build.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.builder.build.ServedFiles;
import dev.diffract.builder.build.assemble.BuildRequest;
import dev.diffract.builder.build.assemble.RepositoryBuilder;
import dev.diffract.builder.graphs.ExportedShapes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server would take and serve badly is no fault, and is said. */
class ServingWarningsTest {

    @TempDir
    Path directory;

    private Path repository;

    @BeforeEach
    void build() {
        repository = directory.resolve("repository");
        Path source = ExportedShapes.unpack("optimum", directory);
        new RepositoryBuilder("test", line -> {})
                .build(new BuildRequest(source, repository, "onnx", "model", 8, false));
    }

    @Test
    void whatIsWrittenHasNone() throws IOException {
        assertThat(RepositoryVerifier.verify(repository).warnings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "default_queue_policy { max_queue_size: 64 }",
                "default_queue_policy { default_timeout_microseconds: 60000000 allow_timeout_override: true }",
                "priority_levels: 2 default_priority_level: 1",
                "priority_levels: 2 default_priority_level: 1 priority_queue_policy { key: 2 value { max_queue_size: 1 } }"
            })
    void aQueuePolicyIsWarnedOf(String policy) throws IOException {
        batching(policy);

        assertThat(RepositoryVerifier.verify(repository).warnings())
                .containsExactly("model " + ServedFiles.name(repository, "unet")
                        + ": its dynamic_batching has a queue policy or priorities, with which Triton leaves a free instance"
                        + " idle for up to 500 ms while requests wait: expected dynamic_batching { }");
    }

    @ParameterizedTest
    @ValueSource(strings = {"preserve_ordering: true", "preferred_batch_size: [ 4 ]", "default_queue_policy { }"})
    void otherSettingsOfTheBatcherAreNot(String setting) throws IOException {
        batching(setting);

        assertThat(RepositoryVerifier.verify(repository).warnings()).isEmpty();
    }

    @Test
    void versionsThatAreNoOrdinaryNumbersAreWarnedOf() throws IOException {
        for (String version : List.of("0", "007", "12x", "1764172800000", "configs")) {
            Files.createDirectories(ServedFiles.file(repository, "models/unet").resolve(version));
        }

        assertThat(RepositoryVerifier.verify(repository).warnings())
                .hasSize(4)
                .allMatch(warning -> warning.endsWith("expected a number from 1 to 999999999"))
                .anyMatch(warning -> warning.contains(".unet/12x is no ordinary version"))
                .anyMatch(warning -> warning.contains(".unet/1764172800000 is no ordinary version"));
    }

    private void batching(String settings) throws IOException {
        Path config = ServedFiles.file(repository, "models/unet/config.pbtxt");
        String text = Files.readString(config);
        assertThat(text).contains("dynamic_batching {");
        Files.writeString(config, text.replace("dynamic_batching {", "dynamic_batching { " + settings));
    }
}
