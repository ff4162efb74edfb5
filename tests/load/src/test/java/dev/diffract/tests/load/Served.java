package dev.diffract.tests.load;

import dev.diffract.tests.harness.BuiltRepository;
import dev.diffract.tests.harness.EmbeddedServer;
import dev.diffract.tests.harness.Programs;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** What slices serve that take the time of a step and compute nothing: a server stands behind all of them. */
final class Served implements AutoCloseable {

    /** Pictures that a call takes at most. */
    static final int BATCH = 4;

    private final Path directory;
    private final Path repository;
    private final EmbeddedServer behind;
    private final Map<String, CompletableFuture<byte[]>> answers = PacedSlice.noAnswers();

    /** @param directory where repository and logs go */
    Served(Path directory) {
        this.directory = directory;
        this.repository = BuiltRepository.of(
                directory,
                Programs.demoModel(),
                directory.resolve("repository"),
                "--max-batch",
                Integer.toString(BATCH));
        this.behind = EmbeddedServer.start("behind", repository, directory);
    }

    PacedSlice slice(Pace pace) {
        return new PacedSlice(behind, answers, pace);
    }

    Path repository() {
        return repository;
    }

    Path directory() {
        return directory;
    }

    @Override
    public void close() {
        behind.close();
    }
}
