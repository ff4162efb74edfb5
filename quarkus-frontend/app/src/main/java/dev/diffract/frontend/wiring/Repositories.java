package dev.diffract.frontend.wiring;

import dev.diffract.frontend.config.WrongConfiguration;
import dev.diffract.frontend.core.model.ModelDefinition;
import dev.diffract.frontend.core.text.ClipTokenizer;
import dev.diffract.repository.layout.Manifest;
import dev.diffract.repository.layout.ManifestException;
import dev.diffract.repository.layout.ManifestFile;
import dev.diffract.repository.layout.RepositoryFileException;
import dev.diffract.repository.layout.RepositoryPaths;
import dev.diffract.repository.layout.SchedulerConfigFile;
import dev.diffract.repository.layout.TokenizerFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads repositories: those of the configuration at start-up, and those that models are switched to. */
final class Repositories {

    private static final String KEY = "diffract.repositories";

    private Repositories() {}

    /**
     * Those of the configuration, in its order.
     *
     * @param directories as configured
     * @throws WrongConfiguration if there is none, one cannot be read, or two are of the same model
     */
    static List<ModelDefinition> read(List<String> directories) {
        if (directories.isEmpty()) {
            throw new WrongConfiguration(KEY + " is not set: name the directory that `diffract build` wrote.");
        }
        List<ModelDefinition> models = new ArrayList<>();
        for (String directory : directories) {
            ModelDefinition model = of(directory.trim(), KEY);
            if (models.stream().anyMatch(other -> other.name().equals(model.name()))) {
                throw new WrongConfiguration(
                        KEY + ": two repositories are of a model called '" + model.name() + "'; names must differ.");
            }
            models.add(model);
        }
        return models;
    }

    /**
     * The one in a directory.
     *
     * @param key what named it, for whoever reads what is wrong
     * @throws WrongConfiguration if it cannot be read
     */
    static ModelDefinition of(String directory, String key) {
        try {
            RepositoryPaths paths = new RepositoryPaths(Path.of(directory));
            if (!Files.isDirectory(paths.root())) {
                throw new WrongConfiguration(key + ": there is no directory " + directory + ".");
            }
            Manifest manifest = ManifestFile.read(paths.manifest());
            ClipTokenizer tokenizer = tokenizer(paths, manifest.pipeline().textLength());
            return new ModelDefinition(manifest, tokenizer, SchedulerConfigFile.require(paths.schedulerConfig()));
        } catch (ManifestException | RepositoryFileException | InvalidPathException e) {
            throw new WrongConfiguration(key + ": " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new WrongConfiguration(key + ": the repository " + directory + ": " + e.getMessage() + ".", e);
        } catch (IOException e) {
            throw new WrongConfiguration(key + ": cannot read " + e.getMessage() + ".", e);
        }
    }

    private static ClipTokenizer tokenizer(RepositoryPaths paths, int length) throws IOException {
        TokenizerFiles files = TokenizerFiles.read(paths);
        try {
            return new ClipTokenizer(files, length);
        } catch (IllegalArgumentException e) {
            throw new RepositoryFileException("the tokenizer of " + paths.root() + ": " + e.getMessage() + ".", e);
        }
    }
}
