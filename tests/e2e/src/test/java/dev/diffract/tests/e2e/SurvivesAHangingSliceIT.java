package dev.diffract.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.tests.e2e.Frontend.Event;
import dev.diffract.tests.harness.Metrics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A slice may stop without a word, its connections open. A call may take longer here than a picture: if it were waited for, the picture
 * would not be done.
 */
class SurvivesAHangingSliceIT {

    private static final String PROMPT = "a green star on a white background";
    private static final long SEED = 4;

    @TempDir
    private Path directory;

    private Deployment deployment;

    @BeforeEach
    void start() {
        Map<String, List<String>> slices = new LinkedHashMap<>();
        List.of("slice-0", "slice-1").forEach(name -> slices.put(name, List.of("--fault", "latency=40ms")));
        deployment = Deployment.start(
                directory,
                slices,
                "-Ddiffract.call.deadline=1h",
                "-Ddiffract.generation.deadline=2m",
                "-Ddiffract.poll.timeout=1s");
    }

    @AfterEach
    void stop() {
        if (deployment != null) {
            signal("CONT", "slice-0");
            deployment.close();
        }
    }

    @Test
    void whatItHasIsMadeElsewhereAndTheSame() {
        byte[] undisturbed = deployment.frontend().draw(PROMPT, SEED);
        assertThat(drawnWhileOneStops()).isEqualTo(undisturbed);
        Metrics metrics = new Metrics(deployment.frontendServer().metrics());
        assertThat(metrics.sum("diffract_call_moves_total", "slice=\"slice-0\""))
                .isLessThanOrEqualTo(2);
        assertThat(metrics.sum("diffract_call_failures_total", "kind=\"deadline\""))
                .isZero();
    }

    /** It stops in the middle of the picture: at some step, by turns, it is its turn. */
    private byte[] drawnWhileOneStops() {
        AtomicBoolean stopped = new AtomicBoolean();
        List<Event> events = new ArrayList<>();
        deployment.frontend().drawWithEvents(PROMPT, SEED, event -> {
            events.add(event);
            if (event.name().equals("progress")
                    && event.data().get("step").asInt() >= 5
                    && stopped.compareAndSet(false, true)) {
                signal("STOP", "slice-0");
            }
        });
        assertThat(stopped).isTrue();
        assertThat(events).extracting(Event::name).endsWith("completed");
        return events.stream()
                .filter(event -> event.name().equals("image"))
                .map(event -> Base64.getDecoder().decode(event.data().get("png").asText()))
                .findFirst()
                .orElseThrow();
    }

    private void signal(String signal, String slice) {
        long pid = deployment.slice(slice).program().handle().pid();
        try {
            int code = new ProcessBuilder("kill", "-" + signal, Long.toString(pid))
                    .start()
                    .waitFor();
            assertThat(code).isZero();
        } catch (IOException e) {
            throw new AssertionError("cannot signal " + slice, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
