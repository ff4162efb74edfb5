package dev.diffract.tests.parity;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.diffract.tests.harness.RunningProgram;
import dev.diffract.tests.harness.RunningProgram.Finished;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Virtual environments, made once of pinned requirements from the package index that the machine's pip is set to. What the
 * machine lacks for one skips the test, with the reason; what is wrong with the requirements fails it.
 */
final class PythonEnvironments {

    private static final Duration PATIENCE = Duration.ofMinutes(30);
    private static final Pattern UNREACHABLE =
            Pattern.compile("connection broken by|Failed to establish a new connection|Max retries exceeded");
    private static final String NEW_ENOUGH = "import sys; sys.exit(sys.version_info < (3, 11))";

    private final String program;
    private final Path directory;
    private final Path requirements;
    private final Map<String, String> variables;

    /**
     * @param program Python's name or path
     * @param directory where the environments and the logs are
     * @param requirements the folder of the requirements' files
     * @param variables of pip's process, beside those of this one
     */
    PythonEnvironments(String program, Path directory, Path requirements, Map<String, String> variables) {
        this.program = program;
        this.directory = directory;
        this.requirements = requirements;
        this.variables = variables;
    }

    /** The Python of an environment that has these packages. */
    Path python(PythonPackages packages) {
        Path home = directory.resolve(packages.name().toLowerCase(Locale.ROOT));
        Path python = home.resolve("bin/python");
        Path complete = home.resolve("complete");
        try {
            Files.createDirectories(directory);
            String what = whatItIsMadeOf(packages);
            if (Files.exists(complete) && Files.readString(complete).equals(what)) {
                return python;
            }
            make(home);
            if (packages.below().isPresent()) {
                Path below = python(packages.below().get());
                Files.writeString(site(python).resolve("below.pth"), site(below) + "\n");
            }
            for (List<String> arguments : packages.installs()) {
                install(python, arguments);
            }
            Files.writeString(complete, what);
            return python;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String whatItIsMadeOf(PythonPackages packages) throws IOException {
        Finished version = run("version", List.of(program, "--version"), "no " + program + " on this machine");
        StringBuilder what = new StringBuilder(version.output());
        if (packages.below().isPresent()) {
            what.append(whatItIsMadeOf(packages.below().get()));
        }
        for (List<String> arguments : packages.installs()) {
            what.append(String.join(" ", arguments)).append('\n');
            what.append(Files.readString(requirements.resolve(arguments.get(arguments.size() - 1))));
        }
        return what.toString();
    }

    private void make(Path home) {
        Finished old = run("age", List.of(program, "-c", NEW_ENOUGH), "no " + program + " on this machine");
        assumeTrue(old.exitCode() == 0, "the pinned packages want Python 3.11 or newer");
        Finished made = run("venv", List.of(program, "-m", "venv", "--clear", home.toString()), "no " + program);
        assumeTrue(
                made.exitCode() == 0,
                () -> program + " makes no virtual environment (the package python3-venv): " + made.output());
    }

    private void install(Path python, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(python.toString(), "-m", "pip", "install", "--quiet"));
        command.addAll(arguments.subList(0, arguments.size() - 1));
        command.add(requirements.resolve(arguments.get(arguments.size() - 1)).toString());
        Finished installed = run("pip", command, "no pip");
        if (installed.exitCode() != 0) {
            assumeTrue(
                    !UNREACHABLE.matcher(installed.output()).find(),
                    () -> "no package index answers: " + installed.output());
            throw new AssertionError(String.join(" ", command) + ":\n" + installed.output());
        }
    }

    private Path site(Path python) {
        String program = "import sysconfig; print(sysconfig.get_path('purelib'))";
        return Path.of(run("site", List.of(python.toString(), "-c", program), "no Python")
                .output()
                .strip());
    }

    private Finished run(String name, List<String> command, String otherwise) {
        try {
            return RunningProgram.start(name, command, directory.toAbsolutePath(), variables)
                    .awaitExit(PATIENCE);
        } catch (UncheckedIOException e) {
            assumeTrue(false, otherwise);
            throw e;
        }
    }
}
