package dev.diffract.tests.triton;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.diffract.tests.harness.Programs;
import dev.diffract.tests.harness.RunningProgram;
import dev.diffract.tests.harness.RunningProgram.Finished;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The core of NVIDIA's server, libtritonserver.so, in a small program around it. CUDA and the backends are stand-ins that
 * gcc builds: they claim a GPU, load any model and compute nothing. What is judged are configurations and ensembles.
 */
final class TritonCore {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> BACKENDS = List.of("onnxruntime", "tensorrt");

    private final Path built;

    private TritonCore(Path built) {
        this.built = built;
    }

    /** Builds the program. Where something that it needs is missing the test is skipped. */
    static TritonCore build() {
        assumeTrue(
                System.getProperty("os.name").equals("Linux")
                        && System.getProperty("os.arch").equals("amd64"),
                "Triton's core is a library for Linux on x86-64");
        assumeTrue(onPath("gcc"), "gcc is not installed, which builds the program around Triton's core");
        Path module = Programs.home().resolve("tests/triton");
        Path sources = module.resolve("src/test/native");
        // Beside the library, which looks for others where it lies itself.
        TritonCore core = new TritonCore(module.resolve("target/core"));
        core.library(
                sources.resolve("libcudart.c"),
                core.built.resolve("libcudart.so.12"),
                "-Wl,--version-script=" + sources.resolve("libcudart.map"));
        core.library(sources.resolve("libdcgm.c"), core.built.resolve("libdcgm.so.3"));
        for (String backend : BACKENDS) {
            Path directory = core.backends().resolve(backend);
            create(directory);
            core.library(sources.resolve("backend.c"), directory.resolve("libtriton_" + backend + ".so"));
        }
        core.gcc(
                "-o",
                core.judge().toString(),
                sources.resolve("judge.c").toString(),
                core.built.resolve("libtritonserver.so").toString(),
                "-Wl,--unresolved-symbols=ignore-in-shared-libs",
                "-Wl,-rpath," + core.built);
        String missing = core.missingLibraries();
        assumeTrue(missing.isEmpty(), "this machine lacks libraries that Triton's core needs: " + missing);
        return core;
    }

    /**
     * @param states by model: READY, another state, or empty for a model that was not even considered
     * @param words every reason, and what the core logged
     */
    record Verdict(Map<String, String> states, String words) {

        boolean accepted() {
            return !states.isEmpty() && states.values().stream().allMatch("READY"::equals);
        }
    }

    /** @param models a Triton model repository */
    Verdict judge(Path models) {
        try {
            Path log = built.resolve("judge.stderr");
            Process process = new ProcessBuilder(judge().toString(), backends().toString(), models.toString())
                    .redirectError(log.toFile())
                    .start();
            String index = new String(process.getInputStream().readAllBytes());
            int exit = process.waitFor();
            String logged = Files.readString(log);
            if (exit != 0) {
                throw new AssertionError("the core ended with " + exit + " on " + models + ":\n" + logged);
            }
            return verdict(models, JSON.readTree(index), logged);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Models that the index leaves out were not considered: they have no version that their policy asks for. */
    private static Verdict verdict(Path models, JsonNode index, String logged) throws IOException {
        Map<String, String> states = new TreeMap<>();
        try (var directories = Files.list(models)) {
            directories
                    .filter(Files::isDirectory)
                    .forEach(model -> states.put(model.getFileName().toString(), ""));
        }
        StringBuilder words = new StringBuilder(logged);
        for (JsonNode model : index) {
            states.put(model.path("name").asText(), model.path("state").asText());
            words.append(model.path("reason").asText()).append('\n');
        }
        return new Verdict(states, words.toString());
    }

    private Path judge() {
        return built.resolve("triton-judge");
    }

    private Path backends() {
        return built.resolve("backends");
    }

    private void library(Path source, Path file, String... options) {
        List<String> arguments = new ArrayList<>(List.of("-shared", "-fPIC", "-Wl,-soname," + file.getFileName()));
        arguments.addAll(List.of(options));
        arguments.addAll(List.of("-o", file.toString(), source.toString()));
        gcc(arguments.toArray(String[]::new));
    }

    private void gcc(String... arguments) {
        List<String> command = new ArrayList<>(List.of("gcc", "-O1", "-Wall", "-Wextra", "-Werror"));
        command.addAll(List.of(arguments));
        Finished finished = RunningProgram.run("gcc", command, built);
        if (finished.exitCode() != 0) {
            throw new AssertionError(String.join(" ", command) + "\n" + finished.output());
        }
    }

    private String missingLibraries() {
        Finished ldd = RunningProgram.run("ldd", List.of("ldd", judge().toString()), built);
        return String.join(
                ", ",
                ldd.output()
                        .lines()
                        .filter(line -> line.endsWith("not found"))
                        .map(line -> line.strip().split(" ")[0])
                        .toList());
    }

    private static boolean onPath(String program) {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }

    private static void create(Path directory) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
