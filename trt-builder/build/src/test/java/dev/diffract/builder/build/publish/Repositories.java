package dev.diffract.builder.build.publish;

import dev.diffract.builder.build.assemble.BuildRequest;
import dev.diffract.builder.build.assemble.RepositoryBuilder;
import dev.diffract.builder.graphs.ExportedShapes;
import dev.diffract.repository.layout.Manifest;
import dev.diffract.repository.layout.ManifestFile;
import dev.diffract.repository.layout.RepositoryPaths;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Complete little repositories to publish. */
final class Repositories {

    private Repositories() {}

    /** Builds one, in about two seconds. */
    static Path build(Path directory) {
        Path model = ExportedShapes.unpack("diffusers", directory);
        Path target = directory.resolve("template");
        new RepositoryBuilder("test", line -> {})
                .build(new BuildRequest(model, target, BuildRequest.ONNX, "tiny", 4, false));
        return target;
    }

    /** Copies one into an empty directory, as if another builder had made it. */
    static void copy(Path template, Path target, String builder) throws IOException {
        try (Stream<Path> paths = Files.walk(template)) {
            for (Path path : paths.toList()) {
                Path copy = target.resolve(template.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(path, copy);
                }
            }
        }
        Path file = new RepositoryPaths(target).manifest();
        Manifest known = ManifestFile.read(file);
        Files.writeString(
                file, ManifestFile.print(known).replace("\"" + known.builder() + "\"", "\"" + builder + "\""));
    }

    /** Publishes a copy and returns its number. */
    static int publish(VersionedRepository repository, Path template, String name) throws IOException {
        try (Draft draft = repository.draft()) {
            copy(template, draft.directory(), name);
            return draft.publish();
        }
    }
}
