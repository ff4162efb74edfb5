package dev.diffract.builder.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs that end while they write: in an orderly way, and killed. */
class UnfinishedIT {

    @TempDir
    private Path folder;

    @Test
    void aProgramThatEndsTakesWithItWhatItHasNotFinished() throws Exception {
        assertThat(writer("exit").waitFor()).isZero();

        assertThat(names()).containsExactly("finished");
    }

    @Test
    void whatAKilledProgramLeavesTheNextWriterRemoves() throws Exception {
        Process writer = writer("halt");
        assertThat(writer.waitFor()).isZero();
        assertThat(names()).hasSize(3).anyMatch(name -> name.startsWith(".file.new-" + writer.pid()));

        AtomicFile.write(folder.resolve("file"), "text");
        AtomicDirectory.open(folder.resolve("directory")).close();

        assertThat(names()).containsExactlyInAnyOrder("finished", "file");
    }

    private List<String> names() {
        return List.of(folder.toFile().list());
    }

    private Process writer(String end) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Writer.class.getName(),
                        folder.toString(),
                        end)
                .inheritIO()
                .start();
    }

    static final class Writer {

        public static void main(String... arguments) throws IOException {
            Path folder = Path.of(arguments[0]);
            AtomicFile.write(folder.resolve("finished"), "text");
            try (AtomicDirectory directory = AtomicDirectory.open(folder.resolve("directory"));
                    AtomicFile file = AtomicFile.create(folder.resolve("file"))) {
                Files.writeString(directory.path().resolve("a"), "text");
                file.write(ByteBuffer.wrap(new byte[100]));
                if (arguments[1].equals("exit")) {
                    System.exit(0);
                }
                Runtime.getRuntime().halt(0);
            }
        }
    }
}
