package dev.diffract.builder.cli.demo;

import dev.diffract.builder.build.assemble.BuildRequest;
import dev.diffract.builder.build.assemble.RepositoryBuilder;
import dev.diffract.builder.build.verify.RepositoryVerifier;
import dev.diffract.builder.files.AtomicFile;
import dev.diffract.repository.layout.Manifest;
import dev.diffract.repository.layout.ManifestFile;
import dev.diffract.repository.layout.RepositoryPaths;
import dev.diffract.repository.layout.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The demo's own repository, built again only when the model or the builder changed. */
final class DemoRepository {

    /** The UNet's batches: with guidance on, a step of one picture is two samples. */
    private static final int MAX_BATCH = 8;

    private final ProgramFiles files;
    private final RepositoryBuilder builder;

    DemoRepository(ProgramFiles files, RepositoryBuilder builder) {
        this.files = files;
        this.builder = builder;
    }

    /** The manifest of the repository, which is up to date afterwards. */
    Manifest prepare(Path model) throws IOException {
        BuildRequest request = new BuildRequest(
                model, files.repository(), BuildRequest.ONNX, BuildRequest.nameOf(model), MAX_BATCH, true);
        if (!Files.isDirectory(model)) {
            return builder.build(request).manifest(); // which says what is wrong
        }
        String stamp = stamp(model);
        if (!isFresh(stamp)) {
            builder.buildAgain(request); // what the program makes of the same model may have changed with it
            AtomicFile.write(files.repositoryStamp(), stamp);
        }
        return ManifestFile.read(new RepositoryPaths(files.repository()).manifest());
    }

    private boolean isFresh(String stamp) throws IOException {
        return Files.exists(files.repositoryStamp())
                && Files.readString(files.repositoryStamp()).equals(stamp)
                && Files.isDirectory(files.repository())
                && RepositoryVerifier.verify(files.repository()).findings().isEmpty();
    }

    /** Changes whenever the model's files or the builder's program do. */
    private String stamp(Path model) throws IOException {
        StringBuilder text = new StringBuilder(model.toAbsolutePath().toString());
        try (Stream<Path> walk = Files.walk(model)) {
            for (Path file : walk.filter(Files::isRegularFile).sorted().toList()) {
                text.append('\n').append(seen(file));
            }
        }
        Path program = files.builder();
        text.append('\n').append(Files.exists(program) ? seen(program) : "no program file");
        return Sha256.of(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static String seen(Path file) throws IOException {
        return Stream.of(file, Files.size(file), Files.getLastModifiedTime(file))
                .map(Object::toString)
                .collect(Collectors.joining(" "));
    }
}
