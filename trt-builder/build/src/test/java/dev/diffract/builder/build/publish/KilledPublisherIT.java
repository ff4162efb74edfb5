package dev.diffract.builder.build.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.builder.build.verify.RepositoryVerifier;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/** A real process that publishes, switches, rolls back and prunes, killed with SIGKILL at random moments, while another reads. */
class KilledPublisherIT {

    private static final int ROUNDS = 30;
    private static final int LONGEST_LIFE_MILLIS = 700;

    @TempDir
    Path directory;

    @Test
    void afterEveryKillTheOldOrTheNewVersionIsServedAndWhole(TestReporter reporter) throws Exception {
        long seed = Long.getLong("diffract.seed", System.nanoTime());
        reporter.publishEntry("diffract.seed", Long.toString(seed));
        Random random = new Random(seed);
        Path template = Repositories.build(directory);
        VersionedRepository repository = VersionedRepository.at(directory.resolve("tiny/A30/1g.6gb"));
        repository.switchTo(Repositories.publish(repository, template, "first"));
        int last = 0;
        try (Reader reader = new Reader(repository.directory().resolve("current/manifest.json"))) {
            for (int round = 0; round < ROUNDS; round++) {
                List<Integer> allowed = live(repository.directory(), template, random);
                last = new CurrentLink(repository.directory()).target().orElseThrow();
                if (!allowed.isEmpty()) {
                    assertThat(allowed).as("round %d of seed %d", round, seed).contains(last);
                }
                for (Version version : repository.versions()) {
                    assertThat(RepositoryVerifier.verify(version.directory()).findings())
                            .as("version %d in round %d of seed %d", version.number(), round, seed)
                            .isEmpty();
                }
            }
            assertThat(reader.stop()).isGreaterThan(ROUNDS);
        }

        int next = Repositories.publish(repository, template, "last");
        assertThat(next).isGreaterThan(ROUNDS);
        repository.switchTo(next);
        repository.prune();
        assertThat(names(repository.directory()))
                .containsExactlyInAnyOrder(
                        ".draft.lock", ".lock", "current", "history", String.valueOf(last), String.valueOf(next));
    }

    /** Returns what may be served after the process died in the middle of its last switch, or nothing if it came to none. */
    private List<Integer> live(Path versions, Path template, Random random) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        RestlessPublisher.class.getName(),
                        versions.toString(),
                        template.toString(),
                        String.valueOf(random.nextLong()))
                .redirectError(directory.resolve("stderr").toFile())
                .start();
        try (BufferedReader lines = process.inputReader()) {
            assertThat(lines.readLine())
                    .as(Files.readString(directory.resolve("stderr")))
                    .isEqualTo(RestlessPublisher.READY);
            boolean ended = process.waitFor(random.nextInt(LONGEST_LIFE_MILLIS), TimeUnit.MILLISECONDS);
            process.toHandle().destroyForcibly(); // unlike that of the process, it leaves the pipe open
            process.waitFor();
            assertThat(ended).as(Files.readString(directory.resolve("stderr"))).isFalse();
            return lines.lines()
                    .reduce((earlier, later) -> later)
                    .map(last ->
                            Arrays.stream(last.split(" ")).map(Integer::valueOf).toList())
                    .orElse(List.of());
        }
    }

    private static List<String> names(Path directory) throws IOException {
        try (var children = Files.list(directory)) {
            return children.map(child -> child.getFileName().toString()).toList();
        }
    }

    /** Follows the link again and again; it must never lead nowhere, nor to half a manifest. */
    private static final class Reader implements AutoCloseable {

        private final AtomicBoolean running = new AtomicBoolean(true);
        private final AtomicLong reads = new AtomicLong();
        private final Thread thread;
        private volatile Throwable failure;

        Reader(Path manifest) {
            thread = new Thread(() -> {
                try {
                    while (running.get()) {
                        assertThat(Files.readString(manifest)).endsWith("}\n");
                        reads.incrementAndGet();
                    }
                } catch (NoSuchFileException e) {
                    failure = new AssertionError("the link led nowhere", e);
                } catch (IOException | AssertionError e) {
                    failure = e;
                }
            });
            thread.start();
        }

        long stop() throws InterruptedException {
            running.set(false);
            thread.join();
            assertThat(failure).isNull();
            return reads.get();
        }

        @Override
        public void close() {
            running.set(false);
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
