package dev.diffract.builder.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diffract.builder.planning.PlanningException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutputDirectoryTest {

    private static final List<RenderedFile> FILES =
            List.of(RenderedFile.of("a.yaml", "a: 1\n"), RenderedFile.script("bin/run.sh", "#!/bin/sh\n"));

    @TempDir
    private Path parent;

    private Path directory() {
        return parent.resolve("out");
    }

    private void write(boolean replace) throws IOException {
        new OutputDirectory(directory()).write(FILES, replace);
    }

    @Test
    void writesFilesAndLeavesNothingBeside() throws IOException {
        write(false);

        assertThat(directory().resolve("a.yaml")).hasContent("a: 1");
        assertThat(Files.isExecutable(directory().resolve("bin/run.sh"))).isTrue();
        try (Stream<Path> beside = Files.list(parent)) {
            assertThat(beside).containsExactly(directory());
        }
    }

    @Test
    void whatItWroteItReplaces() throws IOException {
        write(false);
        new OutputDirectory(directory()).write(List.of(RenderedFile.of("b.yaml", "b: 1\n")), false);

        assertThat(directory().resolve("b.yaml")).exists();
        assertThat(directory().resolve("a.yaml")).doesNotExist();
    }

    @Test
    void whatSomebodyChangedOrAddedItKeeps() throws IOException {
        write(false);
        Files.writeString(directory().resolve("a.yaml"), "a: 2\n");
        Files.writeString(directory().resolve("notes"), "mine\n");

        assertThatThrownBy(() -> write(false))
                .isInstanceOf(PlanningException.class)
                .hasMessage(directory()
                        + " holds what was not written by 'diffract plan render', or was changed since: a.yaml, notes; --replace throws"
                        + " it away");
        assertThat(directory().resolve("a.yaml")).hasContent("a: 2");

        write(true);
        assertThat(directory().resolve("a.yaml")).hasContent("a: 1");
        assertThat(directory().resolve("notes")).doesNotExist();
    }

    @Test
    void aStrangersDirectoryAndAFileAreKept() throws IOException {
        Files.createDirectories(directory());
        Files.writeString(directory().resolve("thesis.tex"), "x");
        assertThatThrownBy(() -> write(false)).hasMessageContaining("thesis.tex");

        Files.delete(directory().resolve("thesis.tex"));
        write(false);

        Path file = Files.writeString(parent.resolve("file"), "x");
        assertThatThrownBy(() -> new OutputDirectory(file).write(FILES, false))
                .hasMessage(file + " is a file: expected a directory, which is written anew");
        assertThatThrownBy(() -> new OutputDirectory(file.resolve("below")).write(FILES, false))
                .isInstanceOf(PlanningException.class)
                .hasMessageStartingWith("cannot write " + file.resolve("below"));
    }

    @ParameterizedTest
    @ValueSource(strings = {".env", "compose.override.yaml", "docker-compose.override.yml"})
    void settingsOfTheHostStayAsTheyAre(String name) throws IOException {
        Files.createDirectories(directory());
        Path settings = Files.writeString(directory().resolve(name), "SLICE_0=MIG-1\n");
        Files.setLastModifiedTime(settings, FileTime.fromMillis(1_000_000_000_000L));
        Files.setPosixFilePermissions(settings, PosixFilePermissions.fromString("rw-------"));
        Map<String, Object> before = Files.readAttributes(settings, "unix:ino,uid,gid,mode,lastModifiedTime,size");

        write(false);
        write(false);
        Files.writeString(directory().resolve("a.yaml"), "changed\n");
        assertThatThrownBy(() -> write(false)).hasMessageContaining("changed since: a.yaml;");
        write(true);

        assertThat(settings).hasContent("SLICE_0=MIG-1");
        assertThat(Files.readAttributes(settings, "unix:ino,uid,gid,mode,lastModifiedTime,size"))
                .isEqualTo(before);
        assertThat(directory().resolve("a.yaml")).hasContent("a: 1");
    }

    @Test
    void settingsThatAreNoFilesStayToo() throws IOException {
        Files.createDirectories(directory());
        Files.createSymbolicLink(directory().resolve(".env"), Path.of("../nowhere.env"));
        Path folder = Files.createDirectories(directory().resolve("compose.override.yaml/bin"));
        Files.writeString(folder.resolve("python"), "x");

        write(false);
        write(true);

        assertThat(Files.readSymbolicLink(directory().resolve(".env"))).isEqualTo(Path.of("../nowhere.env"));
        assertThat(folder.resolve("python")).hasContent("x");
        assertThat(directory().resolve("a.yaml")).hasContent("a: 1");
    }
}
