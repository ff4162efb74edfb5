package dev.diffract.tests.harness;

import dev.diffract.tests.harness.RunningProgram.Finished;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A repository that the real builder makes. */
public final class BuiltRepository {

    private BuiltRepository() {}

    /**
     * For servers that compute with ONNX Runtime.
     *
     * @param directory where the builder's log goes
     * @param model of which it is made
     * @param target a path where nothing is
     * @param options further ones of the builder's command line
     * @return the target
     * @throws AssertionError with what the builder said, if it fails
     */
    public static Path of(Path directory, Path model, Path target, String... options) {
        List<String> arguments = new ArrayList<>(
                List.of("build", "--runtime", "onnx", "--model", model.toString(), "--out", target.toString()));
        arguments.addAll(List.of(options));
        Finished build = RunningProgram.run("build", Programs.builder(arguments.toArray(String[]::new)), directory);
        if (build.exitCode() != 0) {
            throw new AssertionError("the builder failed:\n" + build.output());
        }
        return target;
    }

    /**
     * The name of the one model that a repository has of a role, which says the checkpoint, too.
     *
     * @param role such as {@code unet}
     */
    public static String name(Path repository, String role) {
        try (Stream<Path> models = Files.list(repository.resolve("models"))) {
            return models.map(model -> model.getFileName().toString())
                    .filter(name -> name.equals(role) || name.endsWith("." + role))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("no model of role " + role + " in " + repository));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Where a model of a role has its files.
     *
     * @param file such as {@code config.pbtxt}
     */
    public static Path file(Path repository, String role, String file) {
        return repository.resolve("models").resolve(name(repository, role)).resolve(file);
    }
}
