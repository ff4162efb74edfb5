package dev.diffract.repository.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InputFilesTest {

    @TempDir
    Path directory;

    @Test
    void whatCanBeReadHasNoObjection() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "version 1");
        Path link = Files.createSymbolicLink(directory.resolve("link"), file);
        assertThat(InputFiles.objection(file)).isEmpty();
        assertThat(InputFiles.objection(link)).isEmpty();
    }

    @Test
    void whatCannotIsDescribed() throws IOException {
        assertThat(InputFiles.objection(directory)).contains("is a directory, expected a file");
        assertThat(InputFiles.objection(directory.resolve("missing"))).contains("does not exist");
        Path loop = directory.resolve("loop");
        Files.createSymbolicLink(loop, loop);
        assertThat(InputFiles.objection(loop))
                .hasValueSatisfying(said -> assertThat(said).startsWith("is a link to nowhere, or to itself"));
        Path pointer = Files.writeString(
                directory.resolve("pointer"),
                "version https://git-lfs.github.com/spec/v1\noid sha256:" + "ab".repeat(32) + "\nsize 3438167540\n");
        assertThat(InputFiles.objection(pointer))
                .contains("is a Git LFS pointer and not the file itself: 'git lfs pull' in the model's folder gets it");
    }

    /** Whoever opens a pipe that nobody writes to waits for ever. */
    @Test
    @Timeout(20)
    void aPipeIsNotWaitedFor() throws IOException, InterruptedException {
        Path pipe = directory.resolve("pipe");
        assumeTrue(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0, "mkfifo makes no pipe here");
        assertThat(InputFiles.objection(pipe))
                .hasValueSatisfying(said -> assertThat(said).startsWith("is no regular file but a pipe"));
        assertThatThrownBy(() -> JsonObjectFile.read(pipe, "a file"))
                .isInstanceOf(RepositoryFileException.class)
                .hasMessageStartingWith(pipe + " (a file) is no regular file");
    }

    @Test
    void jsonIsReadAsPeopleHaveIt() throws IOException {
        Path file = directory.resolve("config.json");
        Files.write(file, "\ufeff{\"a\": NaN, \"b\": 2}".getBytes(StandardCharsets.UTF_8));
        JsonObjectFile json = JsonObjectFile.read(file, "a file");
        assertThat(json.integer("b")).contains(2);
        assertThat(json.has("a")).isTrue();
        Files.write(file, new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'});
        assertThatThrownBy(() -> JsonObjectFile.read(file, "a file"))
                .isInstanceOf(RepositoryFileException.class)
                .hasMessageStartingWith(file + " is no JSON: line 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":", "1"})
    void jsonThatNobodyMeansIsRefusedWithASentence(String piece) throws IOException {
        Path file = directory.resolve("config.json");
        Files.writeString(file, "{\"a\": " + piece.repeat(5000));
        assertThatThrownBy(() -> JsonObjectFile.read(file, "a file"))
                .isInstanceOf(RepositoryFileException.class)
                .hasMessage(
                        file + " is no JSON that is read: it is nested too deeply, or a number or a text in it is too"
                                + " long");
    }
}
