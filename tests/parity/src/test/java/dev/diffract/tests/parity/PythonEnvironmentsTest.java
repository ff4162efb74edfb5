package dev.diffract.tests.parity;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a machine lacks is said, and no pretext for requirements that are wrong; a stand-in plays Python. */
class PythonEnvironmentsTest {

    @TempDir
    private Path directory;

    @Test
    void aMachineWithoutPythonSkips() {
        assertThatThrownBy(() -> environments("no-such-python").python(PythonPackages.RECORD))
                .hasMessage("Assumption failed: no no-such-python on this machine");
    }

    @Test
    void aPythonThatIsTooOldSkips() throws IOException {
        assertThatThrownBy(() ->
                        environments(standIn("case $1 in -c) exit 1 ;; esac")).python(PythonPackages.RECORD))
                .hasMessage("Assumption failed: the pinned packages want Python 3.11 or newer");
    }

    @Test
    void aPythonWithoutVenvSkipsAndSaysWhichPackage() throws IOException {
        assertThatThrownBy(() -> environments(standIn("case $1 in -m) echo ensurepip is not available; exit 1 ;; esac"))
                        .python(PythonPackages.RECORD))
                .hasMessageStartingWith("Assumption failed: ")
                .hasMessageContaining("makes no virtual environment (the package python3-venv): ensurepip is not");
    }

    @Test
    void noNetworkSkipsAndARequirementThatNobodyHasFails() throws IOException {
        String broken = "WARNING: Retrying after connection broken by 'NewConnectionError'";
        assertThatThrownBy(() -> environments(whosePipSays(broken)).python(PythonPackages.RECORD))
                .hasMessageStartingWith("Assumption failed: no package index answers: WARNING: Retrying");
        assertThatThrownBy(() -> environments(whosePipSays("ERROR: No matching distribution found for torch==9"))
                        .python(PythonPackages.RECORD))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("No matching distribution found for torch==9");
    }

    private PythonEnvironments environments(String program) {
        return new PythonEnvironments(program, directory.resolve("work"), Recordings.scripts(), Map.of());
    }

    /** Its environment's Python is itself under another name, whose every call fails. */
    private String whosePipSays(String text) throws IOException {
        return standIn("if [ \"$2\" = venv ]; then mkdir -p \"$4/bin\"; printf '#!/bin/sh\\necho \"%s\"\\nexit 1\\n' \""
                + text + "\" >\"$4/bin/python\"; chmod +x \"$4/bin/python\"; fi");
    }

    private String standIn(String script) throws IOException {
        Path program = directory.resolve("python");
        Files.writeString(program, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        return program.toString();
    }
}
