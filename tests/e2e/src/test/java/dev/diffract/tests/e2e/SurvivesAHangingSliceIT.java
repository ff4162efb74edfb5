package dev.diffract.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.tests.harness.Metrics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
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

    @AfterEach
    void stop() {
        if (deployment != null) {
            signal("CONT", "slice-0");
            deployment.close();
        }
    }

    @Test
    void whatAProcessThatStoppedHasIsMadeElsewhereAndTheSame() {
        start("latency=40ms");
        byte[] undisturbed = deployment.frontend().draw(PROMPT, SEED);
        assertThat(drawnWhileOneStops()).isEqualTo(undisturbed);
        assertThat(metrics().sum("diffract_call_moves_total", "slice=\"slice-0\"")
                        + metrics().sum("diffract_hedges_won_total", "slice=\"slice-0\""))
                .isPositive();
        assertThat(metrics().sum("diffract_call_failures_total", "kind=\"deadline\""))
                .isZero();
    }

    /** The first picture's calls are answered whichever slice they go to; at some later one, one slice answers no more. */
    @Test
    void whatASliceThatStillSaysItIsWellDoesNotAnswerIsMadeElsewhereAndTheSame() {
        start("latency=40ms", "hang=after:30@unet");
        byte[] undisturbed = deployment.frontend().draw(PROMPT, SEED);
        for (int pictures = 0; pictures < 10 && metrics().sum("diffract_hedges_won_total") == 0; pictures++) {
            assertThat(deployment.frontend().draw(PROMPT, SEED)).isEqualTo(undisturbed);
        }
        assertThat(metrics().sum("diffract_hedges_won_total", "slice=\"slice-0\""))
                .isPositive();
        assertThat(metrics().sum("diffract_class_step_seconds_count", "outcome=\"overdue\""))
                .as("steps that another slice was first with, of which it is known how long they took")
                .isPositive();
        assertThat(metrics().sum("diffract_slice_healthy", "slice=\"slice-0\"")).isOne();
        assertThat(metrics().sum("diffract_call_failures_total", "kind=\"deadline\""))
                .isZero();
    }

    /** @param faults of the first of two slices */
    private void start(String... faults) {
        List<String> options = new ArrayList<>();
        List.of(faults).forEach(fault -> options.addAll(List.of("--fault", fault)));
        Map<String, List<String>> slices = new LinkedHashMap<>();
        slices.put("slice-0", options);
        slices.put("slice-1", List.of("--fault", "latency=40ms"));
        deployment = Deployment.start(
                directory,
                slices,
                "-Ddiffract.call.deadline=1h",
                "-Ddiffract.generation.deadline=2m",
                "-Ddiffract.poll.timeout=1s");
    }

    private Metrics metrics() {
        return new Metrics(deployment.frontendServer().metrics());
    }

    /** It stops in the middle of the picture: at some step, by turns, it is its turn. */
    private byte[] drawnWhileOneStops() {
        return deployment.frontend().drawAlthough(PROMPT, SEED, () -> signal("STOP", "slice-0"));
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
