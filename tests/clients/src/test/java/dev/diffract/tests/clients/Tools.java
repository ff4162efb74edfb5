package dev.diffract.tests.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.diffract.tests.harness.RunningProgram;
import dev.diffract.tests.harness.RunningProgram.Finished;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Programs of other people, in the versions that are pinned here. What the machine lacks for them skips the test, with the reason; a
 * program that fails fails it.
 */
final class Tools {

    static final Path SOURCES = Path.of("").toAbsolutePath();
    static final Path WORK = SOURCES.resolve("target/clients");

    private static final Duration PATIENCE = Duration.ofMinutes(60);
    private static final Pattern UNREACHABLE = Pattern.compile(
            "Failed to establish a new connection|Max retries exceeded|ENOTFOUND|ECONNREFUSED|EAI_AGAIN|ETIMEDOUT");

    private Tools() {}

    /** Runs a program to its end, in {@link #WORK}. */
    static Finished run(String name, List<String> command, Map<String, String> variables) {
        return run(name, command, WORK, variables);
    }

    private static Finished run(String name, List<String> command, Path directory, Map<String, String> variables) {
        try {
            Files.createDirectories(directory);
            return RunningProgram.start(name, command, directory, variables).awaitExit(PATIENCE);
        } catch (UncheckedIOException e) {
            assumeTrue(false, "no " + command.get(0) + " on this machine");
            throw e;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The folder of a Python's programs that has the pinned packages. */
    static Path python() {
        Path home = WORK.resolve("python");
        Path bin = home.resolve("bin");
        installOnce(home, "requirements.txt", () -> {
            Finished made = run("venv", List.of("python3", "-m", "venv", "--clear", home.toString()), Map.of());
            assumeTrue(
                    made.exitCode() == 0,
                    () -> "python3 makes no virtual environment (the package python3-venv): " + made.output());
            return run(
                    "pip",
                    List.of(
                            bin.resolve("python").toString(),
                            "-m",
                            "pip",
                            "install",
                            "--quiet",
                            "-r",
                            SOURCES.resolve("requirements.txt").toString()),
                    Map.of());
        });
        return bin;
    }

    /** The folder of the linters. */
    static Path node() {
        Path home = WORK.resolve("node");
        installOnce(
                home,
                "package.json",
                () -> run(
                        "npm",
                        List.of("npm", "install", "--no-audit", "--no-fund", "--no-package-lock"),
                        home,
                        Map.of()));
        return home.resolve("node_modules/.bin");
    }

    /** What installs something. */
    @FunctionalInterface
    private interface Installation {
        Finished run();
    }

    private static void installOnce(Path home, String list, Installation installation) {
        try {
            Path wanted = SOURCES.resolve(list);
            Path complete = WORK.resolve(home.getFileName() + ".complete");
            if (Files.exists(complete) && Files.mismatch(complete, wanted) < 0) {
                return;
            }
            Files.createDirectories(home);
            Files.copy(wanted, home.resolve(list), StandardCopyOption.REPLACE_EXISTING);
            Finished installed = installation.run();
            assumeTrue(
                    installed.exitCode() == 0
                            || !UNREACHABLE.matcher(installed.output()).find(),
                    () -> "no package index answers: " + installed.output());
            assertThat(installed.exitCode()).as(installed.output()).isZero();
            Files.copy(wanted, complete, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
