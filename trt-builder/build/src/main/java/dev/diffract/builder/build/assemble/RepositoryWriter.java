package dev.diffract.builder.build.assemble;

import dev.diffract.repository.config.ConfigFiles;
import dev.diffract.repository.layout.Manifest;
import dev.diffract.repository.layout.Manifest.FileDigest;
import dev.diffract.repository.layout.ManifestFile;
import dev.diffract.repository.layout.RepositoryPaths;
import dev.diffract.repository.layout.Sha256;
import dev.diffract.repository.proto.ModelConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Puts the parts of a repository where they belong. */
final class RepositoryWriter {

    static final String GRAPH_FILE = "model.onnx";

    /** Holds what is made on the way and is no part of the repository. */
    static final String SCRATCH = ".scratch";

    private final RepositoryPaths paths;
    private final Map<Path, FileDigest> ofModels = new HashMap<>();

    RepositoryWriter(Path root) {
        this.paths = new RepositoryPaths(root);
    }

    /** Where a model's files go; the directory is made. */
    Path version(String model) throws IOException {
        return Files.createDirectories(paths.version(model));
    }

    /** Also makes the version directory, which an ensemble has without a file in it. */
    void config(ModelConfig config) throws IOException {
        version(config.getName());
        Files.writeString(paths.model(config.getName()).resolve(ConfigFiles.FILE_NAME), ConfigFiles.print(config));
    }

    /** Copies the files of a folder; folders in it are left out. */
    void folder(Path source) throws IOException {
        Path target = Files.createDirectories(paths.root().resolve(source.getFileName()));
        for (Path file : files(source)) {
            Files.copy(file, target.resolve(file.getFileName()));
        }
    }

    /** Digest of all files that a model has so far; not to be written again after this. */
    String filesDigest(String model) throws IOException {
        SortedMap<String, FileDigest> digests = new TreeMap<>();
        for (Path file : files(paths.version(model))) {
            digests.put(file.getFileName().toString(), digest(file));
        }
        return FileDigest.ofAll(digests);
    }

    /** Bytes of all files that a model has so far. */
    long filesSize(String model) throws IOException {
        long bytes = 0;
        for (Path file : files(paths.version(model))) {
            bytes += Files.size(file);
        }
        return bytes;
    }

    /** Weights are large: none is read twice for it. */
    private FileDigest digest(Path file) throws IOException {
        FileDigest known = ofModels.get(file);
        if (known == null) {
            known = new FileDigest(Sha256.of(file), Files.size(file));
            ofModels.put(file, known);
        }
        return known;
    }

    /** Digests of everything written so far, by path relative to the root. */
    Map<String, FileDigest> digests() throws IOException {
        Map<String, FileDigest> digests = new TreeMap<>();
        Path scratch = paths.root().resolve(SCRATCH);
        try (Stream<Path> walk = Files.walk(paths.root())) {
            for (Path file : walk.filter(Files::isRegularFile)
                    .filter(file -> !file.startsWith(scratch))
                    .toList()) {
                digests.put(paths.root().relativize(file).toString().replace('\\', '/'), digest(file));
            }
        }
        return digests;
    }

    void manifest(Manifest manifest) throws IOException {
        Files.writeString(paths.manifest(), ManifestFile.print(manifest));
    }

    static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
