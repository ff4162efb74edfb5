package dev.diffract.builder.nvidia.tensorrt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineFileTest {

    @TempDir
    private Path folder;

    @Test
    void hasItsNameOnlyWhenComplete() throws IOException {
        Path target = folder.resolve("model.plan");
        try (EngineFile file = EngineFile.create(target)) {
            file.write(ByteBuffer.wrap(new byte[] {1, 2}));
            assertThat(target).doesNotExist();
            file.write(ByteBuffer.wrap(new byte[] {3}));
            assertThat(file.publish()).isEqualTo(3);
        }

        assertThat(target).hasBinaryContent(new byte[] {1, 2, 3});
        assertThat(folder).isDirectoryContaining(file -> file.equals(target));
        assertThat(folder.toFile().list()).hasSize(1);
    }

    @Test
    void leavesNothingBehindWhenGivenUp() throws IOException {
        Path target = Files.writeString(folder.resolve("model.plan"), "the engine file before");
        try (EngineFile file = EngineFile.create(target)) {
            file.write(ByteBuffer.wrap(new byte[100]));
        }

        assertThat(target).hasContent("the engine file before");
        assertThat(folder.toFile().list()).hasSize(1);
    }

    @Test
    void saysWhyItCannotBeWritten() {
        Path target = folder.resolve("missing/model.plan");

        assertThatThrownBy(() -> EngineFile.create(target))
                .hasMessage("the engine file " + target + " cannot be written: there is no such directory.");
    }
}
