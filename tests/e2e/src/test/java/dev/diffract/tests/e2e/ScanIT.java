package dev.diffract.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.diffract.tests.harness.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The script {@code deploy/scan}, with a grype that only says how it was called: the real one wants its data from the network. What
 * it ends with are grype's own numbers, 2 for something found and 1 for every failure.
 */
class ScanIT {

    @TempDir
    private Path temporary;

    private Path bin;
    private Path list;

    @BeforeEach
    void aList() throws IOException {
        bin = Files.createDirectory(temporary.resolve("bin"));
        list = Files.writeString(temporary.resolve("a program.cdx.json"), "{}");
    }

    /** What grype ends with when it updates its data, says how they are, and reads a list; and what follows. */
    @ParameterizedTest
    @CsvSource({"0, 0, 0, 0", "0, 0, 2, 1", "1, 0, 0, 0", "1, 0, 2, 1", "0, 1, 0, 3", "1, 1, 0, 3", "0, 0, 1, 3"})
    void whatWasNotLookedUpIsNotFine(int update, int status, int scan, int expected) throws Exception {
        grype(update, status, scan);

        Ended ended = scan(list.toString());

        assertThat(ended.exitCode()).as(ended.err()).isEqualTo(expected);
        assertThat(ended.err().contains("scan: not looked up: ")).isEqualTo(expected == 3);
        assertThat(ended.err().contains("newer data")).isEqualTo(update != 0);
        assertThat(calls().contains("-q --fail-on low sbom:" + list)).isEqualTo(status == 0);
    }

    @Test
    void whatIsFoundInOneListIsNotForgottenOverTheNext() throws Exception {
        grype(0, 0, 2);
        Path next = Files.writeString(temporary.resolve("clean.cdx.json"), "{}");

        assertThat(scan(list.toString(), next.toString()).exitCode()).isEqualTo(1);
        assertThat(calls()).contains("-q --fail-on low sbom:" + list, "-q --fail-on low sbom:" + next);
    }

    @Test
    void withoutGrypeItSaysSo() throws Exception {
        assumeFalse(Files.exists(Path.of("/usr/bin/grype")), "grype is installed where the shell's own programs are");

        Ended ended = scan(list.toString());

        assertThat(ended.exitCode()).isEqualTo(3);
        assertThat(ended.err()).isEqualTo("scan: not looked up: no grype found. Install it, or put it on the PATH.\n");
    }

    @Test
    void optionsAreKept() throws Exception {
        grype(1, 0, 0);

        Ended ended = scan("--no-update", "--severity", "high", list.toString());

        assertThat(ended.exitCode()).isZero();
        assertThat(calls()).containsExactly("-q db status", "-q --fail-on high sbom:" + list);
    }

    @ParameterizedTest
    @CsvSource({
        "--help, '', 0, usage: deploy/scan",
        "--sevrity, '', 2, scan: unknown option '--sevrity': see --help.",
        "--severity, huge, 2, 'scan: --severity needs one of negligible, low, medium, high and critical.'",
        "nowhere.cdx.json, '', 2, scan: there is no nowhere.cdx.json;"
    })
    void wrongCallsAreToldApart(String first, String second, int exitCode, String said) throws Exception {
        Ended ended = second.isEmpty() ? scan(first) : scan(first, second);

        assertThat(ended.exitCode()).isEqualTo(exitCode);
        assertThat(ended.out() + ended.err()).startsWith(said);
    }

    private record Ended(int exitCode, String out, String err) {}

    private Ended scan(String... arguments) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(Programs.home().resolve("deploy/scan").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(temporary.toFile())
                .redirectOutput(temporary.resolve("out").toFile())
                .redirectError(temporary.resolve("err").toFile());
        builder.environment().put("PATH", bin + ":/usr/bin:/bin");
        Process process = builder.start();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return new Ended(
                process.exitValue(),
                Files.readString(temporary.resolve("out")),
                Files.readString(temporary.resolve("err")));
    }

    private List<String> calls() throws IOException {
        return Files.readAllLines(temporary.resolve("calls"));
    }

    private void grype(int update, int status, int scan) throws IOException {
        Path program = Files.writeString(bin.resolve("grype"), String.format(Locale.ROOT, """
                #!/bin/sh
                echo "$*" >>calls
                case "$*" in
                  *"db update") exit %d ;;
                  *"db status") exit %d ;;
                  *clean*) exit 0 ;;
                  *) exit %d ;;
                esac
                """, update, status, scan));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
