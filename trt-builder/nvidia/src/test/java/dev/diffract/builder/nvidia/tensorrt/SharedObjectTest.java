package dev.diffract.builder.nvidia.tensorrt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedObjectTest {

    private static final int X86_64 = 62;
    private static final int AARCH64 = 183;

    @TempDir
    private Path folder;

    @Test
    void takesAWholeLibrary() throws IOException {
        assertThat(SharedObject.objection(library(X86_64, 1000, 64))).isEmpty();
    }

    @Test
    void namesWhatIsMissingOfOneCutShort() throws IOException {
        assertThat(SharedObject.objection(library(X86_64, 999, 64)))
                .contains("it is cut short, with 999 of 1000 bytes");
    }

    @Test
    void refusesAnotherProcessor() throws IOException {
        assertThat(SharedObject.objection(library(AARCH64, 1000, 64)))
                .contains("it is for another processor than x86-64");
    }

    @Test
    void refusesOtherFiles() throws IOException {
        Path text = Files.writeString(folder.resolve("text"), "a text ".repeat(100));
        Path empty = Files.createFile(folder.resolve("empty"));

        assertThat(SharedObject.objection(text)).contains("it is no shared library");
        assertThat(SharedObject.objection(empty)).contains("it is no shared library");
    }

    /** A header whose ten sections end at byte 1000. */
    private Path library(int machine, int size, int sectionSize) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(0, 0x464c457f).put(4, (byte) 2).putShort(18, (short) machine);
        bytes.putLong(40, 1000 - 10L * sectionSize)
                .putShort(58, (short) sectionSize)
                .putShort(60, (short) 10);
        return Files.write(folder.resolve("library.so"), bytes.array());
    }
}
