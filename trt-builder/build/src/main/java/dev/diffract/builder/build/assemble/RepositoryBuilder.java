package dev.diffract.builder.build.assemble;

import dev.diffract.builder.build.verify.RepositoryVerifier;
import dev.diffract.builder.build.verify.VerifyReport;
import dev.diffract.builder.files.AtomicDirectory;
import dev.diffract.builder.files.IoReasons;
import dev.diffract.repository.layout.Manifest;
import dev.diffract.repository.layout.ManifestFile;
import dev.diffract.repository.layout.RepositoryPaths;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Builds a repository: reads, converts, compares, writes, verifies, publishes. */
public final class RepositoryBuilder {

    private final RepositoryAssembly assembly;

    /**
     * @param builder name and version of this program, for the manifest
     * @param progress gets a line per finished part
     */
    public RepositoryBuilder(String builder, Consumer<String> progress) {
        this.assembly = new RepositoryAssembly(builder, progress);
    }

    /**
     * @throws BuildException if it cannot be built; the target is then what it was before
     */
    public BuildResult build(BuildRequest request) {
        request.requirePlaces();
        requireReplaceable(request);
        try {
            try (AtomicDirectory staging = AtomicDirectory.open(request.target())) {
                Manifest manifest =
                        assembly.write(request.recipe(), new OnnxServing(request.maxBatch()), staging.path());
                requireSound(staging.path());
                if (holdsSame(request.target(), manifest)) {
                    return new BuildResult(manifest, false);
                }
                requireFree(request);
                staging.replace();
                return new BuildResult(manifest, true);
            }
        } catch (IOException e) {
            throw new BuildException(
                    "cannot build " + request.target() + " from " + request.source() + ": " + IoReasons.of(e), e);
        }
    }

    private static void requireSound(Path repository) throws IOException {
        VerifyReport report = RepositoryVerifier.verify(repository);
        if (!report.findings().isEmpty()) {
            throw new BuildException(
                    "what was built does not pass verification:\n" + String.join("\n", report.findings()));
        }
    }

    private static boolean holdsSame(Path target, Manifest manifest) throws IOException {
        Path file = new RepositoryPaths(target).manifest();
        return Files.exists(file)
                && Files.readString(file).equals(ManifestFile.print(manifest))
                && RepositoryVerifier.verify(target).findings().isEmpty();
    }

    /** Said before the work, where it can be: a directory that is no repository is never touched. */
    private static void requireReplaceable(BuildRequest request) {
        Path target = request.target();
        if (Files.isDirectory(target) && !isEmpty(target) && !Files.exists(new RepositoryPaths(target).manifest())) {
            throw new BuildException(
                    target + " is not empty and no repository written by Diffract: choose another --out");
        }
    }

    private static void requireFree(BuildRequest request) {
        if (Files.isDirectory(request.target()) && !isEmpty(request.target()) && !request.replace()) {
            throw new BuildException(
                    request.target() + " holds another repository: choose another --out, or replace it with --replace");
        }
    }

    private static boolean isEmpty(Path directory) {
        try (var entries = Files.newDirectoryStream(directory)) {
            return !entries.iterator().hasNext();
        } catch (IOException e) {
            throw new BuildException("cannot read " + directory + ": " + IoReasons.of(e), e);
        }
    }
}
