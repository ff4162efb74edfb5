package dev.diffract.builder.build.engine;

import dev.diffract.builder.build.assemble.BuildException;
import dev.diffract.builder.build.assemble.Checkpoint;
import dev.diffract.builder.build.assemble.Recipe;
import dev.diffract.builder.build.assemble.RepositoryAssembly;
import dev.diffract.builder.build.assemble.ServingRuntime;
import dev.diffract.builder.build.publish.Draft;
import dev.diffract.builder.build.publish.Version;
import dev.diffract.builder.build.publish.VersionedRepository;
import dev.diffract.builder.build.verify.RepositoryVerifier;
import dev.diffract.builder.files.IoReasons;
import dev.diffract.builder.planning.ProfileDirectory;
import dev.diffract.repository.layout.Manifest;
import dev.diffract.repository.layout.ManifestException;
import dev.diffract.repository.layout.ManifestFile;
import dev.diffract.repository.layout.RepositoryPaths;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;

/** Makes the repository of one (model, GPU, profile), publishes it as the next version, and serves it from then on. */
public final class ProfileBuild {

    private final RepositoryAssembly assembly;

    public ProfileBuild(RepositoryAssembly assembly) {
        this.assembly = assembly;
    }

    /**
     * @param fresh build again even if a version was made from the same inputs
     * @param switchOver serve the version afterwards
     * @throws BuildException if it cannot be built; nothing is published or switched then
     */
    public Result run(
            Recipe recipe, ServingRuntime runtime, ProfileDirectory place, boolean fresh, boolean switchOver) {
        requireSource(recipe.source());
        requireApart(recipe.source(), place);
        try {
            VersionedRepository repository = VersionedRepository.at(place.path());
            try (Draft draft = repository.draft()) {
                Checkpoint checkpoint = Checkpoint.read(recipe);
                Optional<Version> same =
                        fresh ? Optional.empty() : madeFrom(assembly.inputs(checkpoint, runtime), repository);
                Result result = same.isPresent()
                        ? new Result(place, same.get().number(), manifest(same.get()), false)
                        : publish(checkpoint, runtime, place, draft);
                if (switchOver) {
                    repository.switchTo(result.version());
                }
                return result;
            }
        } catch (IOException e) {
            throw new BuildException(
                    "cannot build " + place.path() + " from " + recipe.source() + ": " + IoReasons.of(e), e);
        }
    }

    private Result publish(Checkpoint checkpoint, ServingRuntime runtime, ProfileDirectory place, Draft draft)
            throws IOException {
        Manifest manifest = assembly.write(checkpoint, runtime, draft.directory());
        return new Result(place, draft.publish(), manifest, true);
    }

    /** The newest sound version that was made from these inputs. */
    private static Optional<Version> madeFrom(String inputs, VersionedRepository repository) throws IOException {
        for (Version version : repository.versions().stream()
                .sorted(Comparator.comparingInt(Version::number).reversed())
                .toList()) {
            try {
                if (manifest(version).inputs().equals(Optional.of(inputs))
                        && RepositoryVerifier.verify(version.directory())
                                .findings()
                                .isEmpty()) {
                    return Optional.of(version);
                }
            } catch (ManifestException e) {
                // A damaged version is none to build on; verify says what is wrong with it.
            }
        }
        return Optional.empty();
    }

    private static Manifest manifest(Version version) throws IOException {
        return ManifestFile.read(new RepositoryPaths(version.directory()).manifest());
    }

    /** @throws BuildException if there is no such model folder */
    public static void requireSource(Path source) {
        if (!Files.isDirectory(source)) {
            throw new BuildException(
                    "model folder " + source + (Files.exists(source) ? " is not a directory" : " does not exist"));
        }
    }

    private static void requireApart(Path source, ProfileDirectory place) {
        if (place.path()
                .toAbsolutePath()
                .normalize()
                .startsWith(source.toAbsolutePath().normalize())) {
            throw new BuildException("the repositories " + place.root() + " must not lie inside the model folder "
                    + source + ": name another directory as 'repositories' in the plan");
        }
    }

    /**
     * @param version that is served, or would be
     * @param written false if such a version was there already
     */
    public record Result(ProfileDirectory place, int version, Manifest manifest, boolean written) {}
}
