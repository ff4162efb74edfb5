package dev.diffract.builder.build.assemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.diffract.builder.build.assemble.OddFolder.Change;
import dev.diffract.builder.graphs.ExportedShapes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.provider.Arguments;

/** Folders that cannot be served: how they are made, and how they are refused. */
final class Refusal {

    static final String POINTER =
            "version https://git-lfs.github.com/spec/v1\noid sha256:" + "ab".repeat(32) + "\nsize 3438167540\n";

    private Refusal() {}

    static Arguments refused(String name, String sentence, Change change) {
        return arguments(name, sentence, change);
    }

    static Change write(String file, String text) {
        return folder -> Files.writeString(folder.resolve(file), text);
    }

    /** The sentence says what is wrong and where, and nothing of the builder's own files; nothing is left. */
    static void assertExplained(Path directory, String sentence, Change change) throws IOException {
        Path source = ExportedShapes.unpack("diffusers", directory);
        change.to(source);
        BuildRequest request = new BuildRequest(source, directory.resolve("out"), "onnx", "model", 8, false);

        assertThatThrownBy(() -> new RepositoryBuilder("test", line -> {}).build(request))
                .isInstanceOf(BuildException.class)
                .hasMessageContaining(sentence)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain(".scratch", "onnxruntime_src", "are both a"));
        assertThat(directory.resolve("out")).doesNotExist();
    }
}
