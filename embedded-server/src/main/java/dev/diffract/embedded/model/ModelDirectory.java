package dev.diffract.embedded.model;

import dev.diffract.repository.config.ConfigException;
import dev.diffract.repository.config.ConfigFiles;
import dev.diffract.repository.config.VersionPolicies;
import dev.diffract.repository.proto.ModelConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A Triton model repository on disk: every directory in it is a model.
 *
 * @param root what {@code --model-repository} points to
 */
public record ModelDirectory(Path root) {

    /** Names of all models, sorted. */
    public List<String> names() {
        try (Stream<Path> entries = Files.list(root)) {
            return entries.filter(Files::isDirectory)
                    .map(path -> path.getFileName().toString())
                    .filter(name -> !name.startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list the model repository " + root, e);
        }
    }

    public boolean contains(String name) {
        return names().contains(name);
    }

    /**
     * @throws LoadException if the model has no configuration, or one that cannot be read
     */
    public ModelConfig config(String name) {
        Path file = root.resolve(name).resolve(ConfigFiles.FILE_NAME);
        if (!Files.isRegularFile(file)) {
            throw new LoadException("model '" + name + "' has no " + ConfigFiles.FILE_NAME + " in " + root.resolve(name)
                    + ", and this server does not complete configurations from model files");
        }
        try {
            return ConfigFiles.read(file);
        } catch (ConfigException e) {
            throw new LoadException("failed to read text proto from " + e.getMessage(), e);
        } catch (IOException e) {
            throw new LoadException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /**
     * Version numbers that have a directory.
     *
     * @throws LoadException if one is larger than any version can be; Triton ends on it, and whoever works with this server should hear of it before
     */
    public NavigableSet<Long> versions(String name) {
        try (Stream<Path> entries = Files.list(root.resolve(name))) {
            NavigableSet<Long> versions = new TreeSet<>();
            for (String directory : entries.filter(Files::isDirectory)
                    .map(path -> path.getFileName().toString())
                    .toList()) {
                if (VersionPolicies.isTooLarge(directory)) {
                    throw new LoadException("version directory '" + directory + "' of model '" + name
                            + "' is larger than the largest version, " + Long.MAX_VALUE);
                }
                if (VersionPolicies.isVersion(directory)) {
                    versions.add(Long.valueOf(directory));
                }
            }
            return versions;
        } catch (IOException e) {
            throw new LoadException("cannot list the versions of model '" + name + "': " + e.getMessage(), e);
        }
    }

    public Path version(String name, long version) {
        return root.resolve(name).resolve(Long.toString(version));
    }
}
