package dev.diffract.builder.build.choose;

import dev.diffract.builder.planning.ProfileDirectory;
import dev.diffract.repository.layout.EngineRecord;
import dev.diffract.repository.layout.Manifest;
import dev.diffract.repository.layout.Manifest.ServedModel;
import dev.diffract.repository.layout.ManifestException;
import dev.diffract.repository.layout.ManifestFile;
import dev.diffract.repository.layout.RepositoryPaths;
import dev.diffract.repository.pipeline.ModelRole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads the manifests of the repositories that a plan's root already has. */
public final class RepositoryMeasurements implements Measurements {

    private final Path root;
    private final Consumer<String> notes;

    /**
     * @param root what the plan calls {@code repositories}; need not exist
     * @param notes hears of manifests that cannot be read, in a sentence each
     */
    public RepositoryMeasurements(Path root, Consumer<String> notes) {
        this.root = root;
        this.notes = notes;
    }

    @Override
    public Optional<Measured> of(String model, String gpu, String profile) {
        RepositoryPaths paths = new RepositoryPaths(new ProfileDirectory(root, model, gpu, profile).servedRepository());
        if (!Files.isRegularFile(paths.manifest())) {
            return Optional.empty();
        }
        try {
            return measured(ManifestFile.read(paths.manifest()));
        } catch (IOException | ManifestException e) {
            notes.accept("measurements in " + paths.manifest() + " are not used: " + e.getMessage());
            return Optional.empty();
        }
    }

    private static Optional<Measured> measured(Manifest manifest) {
        Map<ModelRole, EngineRecord> engines = new EnumMap<>(ModelRole.class);
        long weights = 0;
        for (ServedModel model : manifest.models()) {
            if (model.engine().isPresent()) {
                engines.put(model.role(), model.engine().get());
                weights += planBytes(manifest, model);
            }
        }
        return engines.isEmpty() ? Optional.empty() : Optional.of(new Measured(engines, weights));
    }

    private static long planBytes(Manifest manifest, ServedModel model) {
        String folder = "models/" + model.name() + "/";
        return manifest.files().entrySet().stream()
                .filter(file -> file.getKey().startsWith(folder))
                .mapToLong(file -> file.getValue().size())
                .sum();
    }
}
