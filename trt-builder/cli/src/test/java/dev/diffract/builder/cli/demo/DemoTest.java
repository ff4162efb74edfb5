package dev.diffract.builder.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diffract.builder.build.assemble.RepositoryBuilder;
import dev.diffract.builder.graphs.ExportedShapes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoTest {

    @TempDir
    Path home;

    private ProgramFiles files;
    private final List<String> lines = new ArrayList<>();

    @BeforeEach
    void locate() {
        files = new ProgramFiles(home, home.resolve(".diffract"));
    }

    @Test
    void programsThatAreNotBuiltAreNamed() {
        assertThatThrownBy(() -> demo(8080).run())
                .isInstanceOf(DemoException.class)
                .hasMessageContaining("diffract-embedded-server.jar is not built");
    }

    @Test
    void aTakenPortIsNamedBeforeAnythingIsStarted() throws IOException {
        writeBrokenPrograms();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> demo(taken.getLocalPort()).run())
                    .isInstanceOf(DemoException.class)
                    .hasMessageContaining("port " + taken.getLocalPort() + " cannot be used")
                    .hasMessageContaining("choose another with --port");
        }
        assertThat(lines).isEmpty();
    }

    @Test
    void aProgramThatEndsAtOnceIsNamedWithItsLastWordsAndNoneIsLeft() throws IOException {
        writeBrokenPrograms();
        int port = Ports.free(1).get(0);

        assertThatThrownBy(() -> demo(port).run())
                .isInstanceOf(DemoException.class)
                .hasMessageContaining("ended with exit code 1")
                .hasMessageContaining("corrupt jarfile");
        assertThat(ProcessHandle.current().children())
                .noneMatch(child -> child.info().commandLine().orElse("").contains(home.toString()));
    }

    @Test
    void theRepositoryIsBuiltOnceForTheSameModel() throws Exception {
        Path model = ExportedShapes.unpack("optimum", home);
        Files.createDirectories(files.logs());
        DemoRepository repository = repository();

        repository.prepare(model);
        int lines = this.lines.size();
        repository.prepare(model);
        assertThat(this.lines).hasSize(lines).isNotEmpty();

        Files.writeString(model.resolve("tokenizer/merges.txt"), "#version: 0.2\nr e\n");
        repository.prepare(model);
        assertThat(this.lines).hasSizeGreaterThan(lines);
    }

    @Test
    void closingEndsEveryChild() throws Exception {
        Files.createDirectories(files.logs());
        ChildProcess child;
        try (Children children = new Children()) {
            child = children.start(
                    "sleeper", List.of("sleep", "1000"), files.logs().resolve("sleeper.log"));
            children.requireAlive();
        }
        assertThat(child.process().isAlive()).isFalse();
    }

    @Test
    void lastWordsHaveNoStackFrames() throws Exception {
        Files.createDirectories(files.logs());
        try (Children children = new Children()) {
            ChildProcess child = children.start(
                    "talker",
                    List.of("sh", "-c", "printf 'it broke\\n\\tat a.b.C.d(C.java:1)\\n\\t... 3 more\\n'; exit 3"),
                    files.logs().resolve("talker.log"));
            child.process().waitFor();

            assertThatThrownBy(children::requireAlive)
                    .hasMessageContaining("talker ended with exit code 3: it broke (see")
                    .hasMessageNotContaining("a.b.C.d");
        }
    }

    @Test
    void lastWordsAreQuotedWithoutTheirOwnBeginning() throws Exception {
        Files.createDirectories(files.logs());
        try (Children children = new Children()) {
            ChildProcess child = children.start(
                    "talker",
                    List.of("sh", "-c", "echo 'diffract: it is wrong'; exit 1"),
                    files.logs().resolve("talker.log"));
            child.process().waitFor();

            assertThatThrownBy(children::requireAlive)
                    .hasMessageContaining("talker ended with exit code 1: it is wrong (see");
        }
    }

    @Test
    void eachRunHasItsOwnLogsAndOldOnesAreRemoved() throws IOException {
        long beyond = 999_999_900; // above any process id of Linux, so nobody has it
        for (int i = 0; i < RunLogs.KEPT + 2; i++) {
            Path old = Files.createDirectories(files.allLogs().resolve(RunLogs.nameOf(beyond + i)));
            Files.writeString(old.resolve("frontend.log"), "over");
            Files.setLastModifiedTime(old, FileTime.fromMillis(1_000L * i));
        }
        Files.createDirectories(files.logs());
        Files.setLastModifiedTime(files.logs(), FileTime.fromMillis(0));
        Files.createDirectories(files.allLogs().resolve("mine"));

        RunLogs.prune(files.allLogs());

        assertThat(files.logs()).as("of a process that lives").exists();
        assertThat(files.allLogs().resolve("mine")).exists();
        assertThat(files.allLogs().resolve(RunLogs.nameOf(beyond))).doesNotExist();
        assertThat(files.allLogs().resolve(RunLogs.nameOf(beyond + 1))).doesNotExist();
        assertThat(files.allLogs().resolve(RunLogs.nameOf(beyond + 2))).exists();
    }

    @Test
    void aModelThatIsMissingIsAllThatIsSaid() throws IOException {
        writeBrokenPrograms();
        Path missing = home.resolve("nope");
        DemoOptions options = new DemoOptions(
                home,
                files.state(),
                missing,
                new DemoPicture(home.resolve("picture.png"), "a", 1),
                1,
                Ports.free(1).get(0),
                true);

        assertThatThrownBy(() -> new Demo(options, "test", lines::add).run())
                .hasMessageContaining("nope does not exist");
        assertThat(lines).isEmpty();
    }

    @Test
    void numbersOutOfRangeAreRefused() {
        assertThatThrownBy(() -> demo(0)).hasMessageContaining("--port is 0, expected from 1 to 65535");
        assertThatThrownBy(() -> new DemoOptions(home, home, home, new DemoPicture(home, "a", 1), 0, 80, true))
                .hasMessageContaining("--slices is 0");
        assertThatThrownBy(() -> new DemoPicture(home, "a", -1)).hasMessageContaining("--seed is -1");
    }

    private Demo demo(int port) {
        Path model = home.resolve("optimum");
        if (!Files.exists(model)) {
            ExportedShapes.unpack("optimum", home);
        }
        DemoOptions options = new DemoOptions(
                home,
                files.state(),
                model,
                new DemoPicture(home.resolve("picture.png"), "a red circle", 1),
                2,
                port,
                true);
        return new Demo(options, "test", lines::add);
    }

    private DemoRepository repository() {
        return new DemoRepository(files, new RepositoryBuilder("test", lines::add));
    }

    private void writeBrokenPrograms() throws IOException {
        for (Path program : List.of(files.embeddedServer(), files.frontend())) {
            Files.createDirectories(program.getParent());
            Files.writeString(program, "no jar");
        }
    }
}
