package dev.diffract.builder.cli;

import dev.diffract.builder.build.engine.EngineCache;
import dev.diffract.builder.build.publish.Version;
import dev.diffract.builder.build.publish.VersionedRepository;
import dev.diffract.builder.planning.ProfileDirectory;
import dev.diffract.repository.layout.Manifest;
import dev.diffract.repository.layout.ManifestException;
import dev.diffract.repository.layout.ManifestFile;
import dev.diffract.repository.layout.RepositoryPaths;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code diffract repository}: published versions. */
@Command(
        name = "repository",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Lists published repositories and says which version is served.",
            "DIR is the directory of one model, GPU and MIG profile, below the plan's repositories: it holds the versions and"
                    + " the link 'current'."
        })
final class RepositoryCommand implements Runnable {

    private static final String DIR = "Directory of the versions: ROOT/MODEL/GPU/PROFILE.";

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "no command given");
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists the versions below a directory.")
    int list(
            @Parameters(paramLabel = "DIR", description = "The plan's repositories, or any directory below.")
                    Path directory)
            throws IOException {
        PrintWriter out = out();
        List<Path> found = profileDirectories(directory);
        if (found.isEmpty()) {
            out.println("nothing is published below " + directory
                    + (Files.exists(new RepositoryPaths(directory).manifest())
                            ? ": it is one repository without versions, as 'diffract build' writes it; 'diffract plan build'"
                                    + " publishes versions"
                            : ""));
        }
        for (Path profile : found) {
            out.println(profile);
            for (Version version : VersionedRepository.at(profile).versions()) {
                out.printf(
                        Locale.ROOT,
                        "  %6d  %-9s %s%n",
                        version.number(),
                        label(version),
                        contents(version.directory()));
            }
        }
        return 0;
    }

    @Command(name = "switch", mixinStandardHelpOptions = true, description = "Serves a version from now on.")
    int switchTo(
            @Parameters(paramLabel = "DIR", description = DIR) Path directory,
            @Parameters(paramLabel = "VERSION", description = "Number of a version.") int version)
            throws IOException {
        repository(directory).switchTo(version);
        out().println(directory.resolve(ProfileDirectory.CURRENT) + " is version " + version);
        return 0;
    }

    @Command(
            name = "rollback",
            mixinStandardHelpOptions = true,
            description = "Serves again what was served before the last switch.")
    int rollBack(@Parameters(paramLabel = "DIR", description = DIR) Path directory) throws IOException {
        int version = repository(directory).rollBack();
        out().println(directory.resolve(ProfileDirectory.CURRENT) + " is version " + version);
        return 0;
    }

    @Command(
            name = "prune",
            mixinStandardHelpOptions = true,
            description =
                    "Removes all versions but the one that is served and the one before, and the plans kept for builds"
                            + " that no version has.")
    int prune(@Parameters(paramLabel = "DIR", description = DIR) Path directory) throws IOException {
        VersionedRepository repository = repository(directory);
        List<Integer> gone = repository.prune();
        Path profile = repository.directory();
        Path gpu = profile.getParent();
        Path root = gpu.getParent().getParent();
        int plans = EngineCache.prune(
                root, gpu.getFileName().toString(), profile.getFileName().toString());
        out().println(
                        gone.isEmpty() && plans == 0
                                ? "nothing to remove in " + directory
                                : "removed from " + directory + ": versions " + gone + ", and " + plans
                                        + " plans that no version has");
        return 0;
    }

    private VersionedRepository repository(Path directory) {
        if (!Files.isDirectory(directory)) {
            throw new ParameterException(
                    spec.commandLine(),
                    directory + (Files.exists(directory) ? " is not a directory" : " does not exist")
                            + ": expected ROOT/MODEL/GPU/PROFILE as 'diffract repository list ROOT' shows them");
        }
        return VersionedRepository.at(directory);
    }

    private static String label(Version version) {
        return version.state() == Version.State.OTHER
                ? ""
                : version.state().name().toLowerCase(Locale.ROOT);
    }

    private static String contents(Path version) throws IOException {
        try {
            Manifest manifest = ManifestFile.read(new RepositoryPaths(version).manifest());
            return manifest.model() + " for " + manifest.runtime() + ", " + manifest.checkpoint();
        } catch (ManifestException e) {
            return "damaged: " + e.getMessage();
        }
    }

    /** Directories that hold versions, at most three levels down. */
    private static List<Path> profileDirectories(Path directory) throws IOException {
        try (Stream<Path> paths = Files.walk(directory, 3)) {
            return paths.filter(Files::isDirectory)
                    .filter(path -> VersionedRepository.at(path).exists())
                    .sorted()
                    .toList();
        }
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
