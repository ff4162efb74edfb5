package dev.diffract.builder.build.verify;

import dev.diffract.repository.layout.Manifest;
import dev.diffract.repository.layout.Manifest.FileDigest;
import dev.diffract.repository.layout.RepositoryPaths;
import dev.diffract.repository.layout.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The files that are there against those the manifest lists. */
final class FilesCheck {

    private FilesCheck() {}

    static List<String> check(Path root, Manifest manifest) throws IOException {
        List<String> findings = new ArrayList<>();
        for (Map.Entry<String, FileDigest> listed : new TreeMap<>(manifest.files()).entrySet()) {
            file(root, listed.getKey(), listed.getValue(), findings);
        }
        unexpected(root, manifest, findings);
        return findings;
    }

    private static void file(Path root, String name, FileDigest digest, List<String> findings) throws IOException {
        Path file = root.resolve(name).normalize();
        if (!file.startsWith(root.normalize())) {
            findings.add("the manifest lists " + name + ", which lies outside the repository");
        } else if (!Files.isRegularFile(file)) {
            findings.add(name + " is missing");
        } else if (Files.size(file) != digest.size()) {
            findings.add(name + " has " + Files.size(file) + " bytes, the manifest says " + digest.size());
        } else if (!Sha256.of(file).equals(digest.sha256())) {
            findings.add(name + " was changed: its digest is not the manifest's");
        }
    }

    private static void unexpected(Path root, Manifest manifest, List<String> findings) throws IOException {
        Path manifestFile = new RepositoryPaths(root).manifest();
        try (Stream<Path> walk = Files.walk(root)) {
            walk.filter(path -> !Files.isDirectory(path) && !path.equals(manifestFile))
                    .map(path -> root.relativize(path).toString().replace('\\', '/'))
                    .filter(name -> !manifest.files().containsKey(name))
                    .sorted()
                    .forEach(name -> findings.add(name + " is not in the manifest"));
        }
    }
}
