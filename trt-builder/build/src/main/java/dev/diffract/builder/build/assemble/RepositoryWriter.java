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
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Puts the parts of a repository where they belong. */
final class RepositoryWriter {

    static final String GRAPH_FILE = "model.onnx";

    /** Holds what is made on the way and is no part of the repository. */
    static final String SCRATCH = ".scratch";

    private final RepositoryPaths paths;

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

    /** Digests of everything written so far, by path relative to the root. */
    Map<String, FileDigest> digests() throws IOException {
        Map<String, FileDigest> digests = new TreeMap<>();
        Path scratch = paths.root().resolve(SCRATCH);
        try (Stream<Path> walk = Files.walk(paths.root())) {
            for (Path file : walk.filter(Files::isRegularFile)
                    .filter(file -> !file.startsWith(scratch))
                    .toList()) {
                digests.put(
                        paths.root().relativize(file).toString().replace('\\', '/'),
                        new FileDigest(Sha256.of(file), Files.size(file)));
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
