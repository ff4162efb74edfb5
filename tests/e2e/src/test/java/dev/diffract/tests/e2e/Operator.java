package dev.diffract.tests.e2e;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.diffract.tests.harness.FrontendServer;
import dev.diffract.tests.harness.Programs;
import dev.diffract.tests.harness.RunningProgram;
import dev.diffract.tests.harness.RunningProgram.Finished;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * Who looks after a frontend's slices.
 *
 * @param directory where the logs go of what it runs
 */
record Operator(FrontendServer frontend, Path directory) {

    private static final Duration LONG = Duration.ofSeconds(60);

    /** {@code diffract fleet} with these words, as a process of its own. */
    Finished fleet(String... words) {
        String[] all = Stream.of(
                        Stream.of("fleet"),
                        Stream.of(words),
                        Stream.of("--at", frontend.metrics().getAuthority()))
                .flatMap(part -> part)
                .toArray(String[]::new);
        return RunningProgram.run("fleet", Programs.builder(all), directory);
    }

    /** The fleet as the management port tells it. */
    JsonNode status() {
        return new Frontend(frontend.metrics()).get("/admin/fleet");
    }

    /** Until the latest switch of a model is there. */
    void awaitPhase(String phase) {
        await().atMost(LONG)
                .until(() -> status().path("switch").path("phase").asText().equals(phase));
    }
}
