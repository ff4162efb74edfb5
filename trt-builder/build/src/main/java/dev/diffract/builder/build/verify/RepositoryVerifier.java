package dev.diffract.builder.build.verify;

import dev.diffract.repository.layout.Manifest;
import dev.diffract.repository.layout.ManifestException;
import dev.diffract.repository.layout.ManifestFile;
import dev.diffract.repository.layout.RepositoryPaths;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Everything that can be known of a repository without a server. Goes on after a finding, so that one run lists them all. */
public final class RepositoryVerifier {

    private RepositoryVerifier() {}

    /**
     * @param root a repository's directory
     * @throws IOException if the directory cannot be read
     */
    public static VerifyReport verify(Path root) throws IOException {
        RepositoryPaths paths = new RepositoryPaths(root);
        List<String> findings = new ArrayList<>();
        Optional<Manifest> manifest = manifest(paths, findings);
        int files = 0;
        if (manifest.isPresent()) {
            findings.addAll(FilesCheck.check(root, manifest.get()));
            files = manifest.get().files().size() + 1;
        }
        ModelDirectories models = ModelDirectories.read(paths, findings);
        findings.addAll(ConfigurationsCheck.check(models));
        manifest.ifPresent(known -> findings.addAll(ManifestCheck.check(known, models)));
        if (manifest.isPresent()) {
            findings.addAll(EnginesCheck.check(paths, manifest.get(), models));
            findings.addAll(SizesCheck.check(manifest.get()));
            findings.addAll(PlaceCheck.check(root, manifest.get()));
        }
        findings.addAll(PipelineFilesCheck.check(paths, manifest, models));
        return new VerifyReport(
                findings.stream().distinct().toList(),
                ServingWarnings.of(paths, models),
                List.of(),
                manifest.flatMap(Manifest::target),
                files,
                manifest.map(known -> known.models().size()).orElse(0));
    }

    private static Optional<Manifest> manifest(RepositoryPaths paths, List<String> findings) throws IOException {
        try {
            return Optional.of(ManifestFile.read(paths.manifest()));
        } catch (ManifestException e) {
            findings.add(e.getMessage());
            return Optional.empty();
        }
    }
}
