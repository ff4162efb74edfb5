package dev.diffract.builder.build.assemble;

import dev.diffract.repository.layout.InputFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The folder a model is read from, which may come from a stranger. Links are followed to what lies inside it, and, as
 * Hugging Face's cache keeps its files, into the {@code blobs} beside {@code snapshots}. A link to anything else would bring
 * other files of this machine into what is served.
 */
final class ModelFolder {

    private static final String BLOB = "[0-9a-f]{40}|[0-9a-f]{64}";

    private final Path folder;
    private final Path real;

    /**
     * @throws IOException if the folder is not there
     */
    ModelFolder(Path folder) throws IOException {
        this.folder = folder;
        this.real = folder.toRealPath();
    }

    /**
     * Everything of a name in the folder and the folders in it, in order; each once, whatever links lead to it. Also what is
     * no file, so that it can be said.
     */
    List<Path> named(String name) throws IOException {
        List<Path> found = new ArrayList<>();
        List<Path> reals = new ArrayList<>();
        List<Path> directories = new ArrayList<>(List.of(folder));
        for (Path child : children(folder)) {
            if (Files.isDirectory(child)) {
                requireNoCircle(child);
                directories.add(child);
            }
        }
        for (Path directory : directories) {
            Path file = directory.resolve(name);
            boolean there = Files.exists(file) || Files.isSymbolicLink(file);
            Path target = Files.exists(file) ? file.toRealPath() : file;
            if (there && !reals.contains(target)) {
                reals.add(target);
                found.add(file);
            }
        }
        return found.stream().sorted().toList();
    }

    /**
     * Files of a folder in this one that is copied as it is; folders in it are left out.
     *
     * @throws BuildException if something in it cannot be read or must not be
     */
    List<Path> files(String name) throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path file : children(folder.resolve(name))) {
            if (!Files.isDirectory(file)) {
                require(file);
                files.add(file);
            }
        }
        return files;
    }

    /**
     * @throws BuildException if the file is there, and is none, or lies outside with all links followed
     */
    void require(Path file) throws IOException {
        if (!Files.exists(file) && !Files.isSymbolicLink(file)) {
            return;
        }
        Optional<String> objection = InputFiles.objection(file);
        if (objection.isPresent()) {
            throw new BuildException(file + " " + objection.get());
        }
        Path target = file.toRealPath();
        if (!target.startsWith(real) && !isBlob(target)) {
            throw new BuildException(file + " is a link to " + target
                    + ", outside of the model folder: put the file itself" + " in its place");
        }
    }

    /**
     * @throws BuildException if the folder is one of Hugging Face's cache as a whole, in which every revision is a folder; the message names them
     */
    static void requireNoCache(Path folder) throws IOException {
        Path snapshots = folder.resolve("snapshots");
        if (Files.isDirectory(snapshots)
                && (Files.isDirectory(folder.resolve("blobs")) || Files.isDirectory(folder.resolve("refs")))) {
            List<Path> revisions =
                    children(snapshots).stream().filter(Files::isDirectory).toList();
            throw new BuildException(folder
                    + " is a model's whole folder in Hugging Face's cache: give one of its revisions"
                    + (revisions.isEmpty()
                            ? ", a folder in " + snapshots + ", of which there is none: download the model again"
                            : ", " + revisions.stream().map(Path::toString).collect(Collectors.joining(" or "))));
        }
    }

    private void requireNoCircle(Path directory) throws IOException {
        if (real.startsWith(directory.toRealPath())) {
            throw new BuildException(directory + " is a link to a folder that it is in");
        }
    }

    private static boolean isBlob(Path file) {
        Path blobs = file.getParent();
        return blobs != null
                && blobs.endsWith("blobs")
                && file.getFileName().toString().matches(BLOB)
                && Files.isDirectory(blobs.resolveSibling("snapshots"));
    }

    private static List<Path> children(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> children = Files.list(directory)) {
            return children.sorted().toList();
        }
    }
}
