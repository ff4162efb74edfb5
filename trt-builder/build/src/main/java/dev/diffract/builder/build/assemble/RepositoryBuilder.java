package dev.diffract.builder.build.assemble;

import dev.diffract.builder.build.verify.RepositoryVerifier;
import dev.diffract.builder.build.verify.VerifyReport;
import dev.diffract.builder.files.AtomicDirectory;
import dev.diffract.builder.files.IoReasons;
import dev.diffract.repository.layout.Manifest;
import dev.diffract.repository.layout.ManifestException;
import dev.diffract.repository.layout.ManifestFile;
import dev.diffract.repository.layout.RepositoryPaths;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
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
     * Does nothing if the target was made from the same inputs by the same builder and is sound.
     *
     * @throws BuildException if it cannot be built; the target is then what it was before
     */
    public BuildResult build(BuildRequest request) {
        return build(request, false);
    }

    /** The same, and builds again also if nothing changed. */
    public BuildResult buildAgain(BuildRequest request) {
        return build(request, true);
    }

    private BuildResult build(BuildRequest request, boolean again) {
        request.requirePlaces();
        requireReplaceable(request);
        ServingRuntime runtime = new OnnxServing(request.maxBatch());
        try {
            AtomicDirectory.recover(request.target());
            Checkpoint checkpoint = Checkpoint.read(request.recipe());
            Optional<Manifest> same = madeFrom(assembly.inputs(checkpoint, runtime), request.target());
            if (same.isPresent() && !again) {
                return new BuildResult(same.get(), false);
            }
            boolean mayReplace = same.isPresent() || request.replace();
            requireFree(request.target(), mayReplace);
            return new BuildResult(write(checkpoint, runtime, request.target(), mayReplace), true);
        } catch (IOException e) {
            throw new BuildException(
                    "cannot build " + request.target() + " from " + request.source() + ": " + IoReasons.of(e), e);
        }
    }

    private Manifest write(Checkpoint checkpoint, ServingRuntime runtime, Path target, boolean mayReplace)
            throws IOException {
        try (AtomicDirectory staging = AtomicDirectory.open(target)) {
            Manifest manifest = assembly.write(checkpoint, runtime, staging.path());
            requireSound(staging.path());
            requireFree(target, mayReplace); // somebody else may have built there meanwhile
            staging.replace();
            return manifest;
        }
    }

    /** The manifest of what is there, if it is sound and was made from these inputs. */
    private static Optional<Manifest> madeFrom(String inputs, Path target) throws IOException {
        Path file = new RepositoryPaths(target).manifest();
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            Manifest manifest = ManifestFile.read(file);
            boolean same = manifest.inputs().equals(Optional.of(inputs))
                    && RepositoryVerifier.verify(target).findings().isEmpty();
            return same ? Optional.of(manifest) : Optional.empty();
        } catch (ManifestException e) {
            return Optional.empty(); // What is damaged is built again.
        }
    }

    private static void requireSound(Path repository) throws IOException {
        VerifyReport report = RepositoryVerifier.verify(repository);
        if (!report.findings().isEmpty()) {
            throw new BuildException(
                    "what was built does not pass verification:\n" + String.join("\n", report.findings()));
        }
    }

    /** Said before the work, where it can be: a directory that is no repository is never touched. */
    private static void requireReplaceable(BuildRequest request) {
        Path target = request.target();
        if (Files.isDirectory(target) && !isEmpty(target) && !Files.exists(new RepositoryPaths(target).manifest())) {
            throw new BuildException(
                    target + " is not empty and no repository written by Diffract: choose another --out");
        }
    }

    private static void requireFree(Path target, boolean mayReplace) {
        if (Files.isDirectory(target) && !isEmpty(target) && !mayReplace) {
            throw new BuildException(
                    target + " holds another repository: choose another --out, or replace it with --replace");
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
