package dev.diffract.builder.build;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Files of a written repository, whose models are named by their checkpoint. */
public final class ServedFiles {

    private static final String MODELS = "models/";

    private ServedFiles() {}

    /**
     * A file that tests call by a model's role.
     *
     * @param path relative to the repository, such as {@code models/unet/config.pbtxt}
     */
    public static Path file(Path repository, String path) {
        if (!path.startsWith(MODELS)) {
            return repository.resolve(path);
        }
        int end = path.indexOf('/', MODELS.length());
        String role = end < 0 ? path.substring(MODELS.length()) : path.substring(MODELS.length(), end);
        Path model = repository.resolve(MODELS + name(repository, role));
        return end < 0 ? model : model.resolve(path.substring(end + 1));
    }

    /** The name of the one model that a repository has of a role. */
    public static String name(Path repository, String role) {
        try (Stream<Path> models = Files.list(repository.resolve(MODELS))) {
            return models.map(model -> model.getFileName().toString())
                    .filter(name -> name.endsWith("." + role))
                    .reduce((one, other) -> {
                        throw new IllegalStateException("two models of role " + role + ": " + one + ", " + other);
                    })
                    .orElseThrow(() -> new IllegalStateException("no model of role " + role));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
