package dev.diffract.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.diffract.tests.harness.RunningProgram;
import dev.diffract.tests.harness.RunningProgram.Finished;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code diffract} in a source tree that is somebody else's, as below {@code /opt}: nothing is written there. */
class ForeignTreeIT {

    /** Whoever has no rights anywhere. Root may write everywhere, and so becomes somebody who may not. */
    private static final String NOBODY = "65534";

    private static final boolean ROOT = "root".equals(System.getProperty("user.name"));

    @TempDir
    Path temporary;

    private Path home;
    private Path person;
    private StandInTree tree;

    @BeforeEach
    void theTreeIsSomebodyElses() throws IOException {
        home = temporary.resolve("öpt diffract");
        person = Files.createDirectory(temporary.resolve("person"));
        tree = StandInTree.write(home);
        if (ROOT) {
            assumeTrue(
                    Files.isExecutable(Path.of("/usr/bin/setpriv")),
                    "root may write everywhere, and there is no setpriv to become somebody who may not");
            Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxr-xr-x"));
            exec("chown", NOBODY, person.toString());
        } else {
            exec("chmod", "-R", "a-w", home.toString());
        }
    }

    @AfterEach
    void itCanBeRemoved() {
        exec("chmod", "-R", "u+w", home.toString());
    }

    @Test
    void theDemoKeepsItsFilesWherePeoplesProgramsKeepThem() {
        assertThat(started(Map.of(), "demo"))
                .contains("-Ddiffract.state=" + person.resolve(".local/state/diffract") + " ");
        assertThat(person.resolve(".local/state/diffract/logs")).isDirectory();

        assertThat(started(Map.of("XDG_STATE_HOME", person.resolve("xdg").toString()), "demo"))
                .contains("-Ddiffract.state=" + person.resolve("xdg/diffract") + " ");
        // Which is to be ignored where it is relative.
        assertThat(started(Map.of("XDG_STATE_HOME", "xdg"), "demo"))
                .contains("-Ddiffract.state=" + person.resolve(".local/state/diffract") + " ");
        assertThat(home.resolve(".diffract")).doesNotExist();
    }

    @Test
    void aNamedDirectoryIsTaken() {
        assertThat(started(Map.of("DIFFRACT_HOME", person.resolve("a plâce").toString()), "demo"))
                .contains("-Ddiffract.state=" + person.resolve("a plâce") + " ");
        assertThat(started(Map.of("DIFFRACT_HOME", "here"), "demo"))
                .contains("-Ddiffract.state=" + person.resolve("here") + " ");
    }

    @Test
    void whereNothingCanBeWrittenASentenceSaysWhatToSet() {
        Finished finished = run(Map.of("HOME", "/proc/nobody"), "demo");

        assertThat(finished.exitCode()).isEqualTo(1);
        assertThat(finished.output().strip())
                .isEqualTo(
                        "diffract: cannot write to /proc/nobody/.local/state/diffract. Set DIFFRACT_HOME to a directory"
                                + " of your own.");
    }

    @Test
    void whatWritesNothingNeedsNoPlace() {
        for (String command : List.of("version", "embedded", "serve")) {
            assertThat(started(Map.of("HOME", "/proc/nobody"), command))
                    .contains("-jar " + home.resolve(tree.program(command)));
        }
    }

    @Test
    void programsThatCannotBeBuiltHereAreASentence() throws IOException {
        exec("chmod", "-R", "u+w", home.toString());
        Files.delete(home.resolve(tree.program("serve")));
        if (!ROOT) {
            exec("chmod", "-R", "a-w", home.toString());
        }

        Finished finished = run(Map.of(), "serve");

        assertThat(finished.exitCode()).isEqualTo(1);
        assertThat(finished.output().strip())
                .isEqualTo("diffract: the programs are not built, or older than their sources, and " + home
                        + " cannot be written to. Have its owner run 'mvn -DskipTests package' there, or work in a copy of"
                        + " your own.");
        assertThat(home.resolve("maven")).doesNotExist();
    }

    private String started(Map<String, String> environment, String... words) {
        Finished finished = run(environment, words);
        assertThat(finished.exitCode()).as(finished.output()).isZero();
        return finished.output();
    }

    private Finished run(Map<String, String> environment, String... words) {
        List<String> before =
                ROOT ? List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups") : List.of();
        Map<String, String> all =
                new HashMap<>(Map.of("HOME", person.toString(), "XDG_STATE_HOME", "", "DIFFRACT_HOME", ""));
        all.putAll(environment);
        return tree.run(person, before, all, words);
    }

    private void exec(String... command) {
        Finished finished = RunningProgram.run("exec", List.of(command), temporary);
        assertThat(finished.exitCode()).as(finished.output()).isZero();
    }
}
