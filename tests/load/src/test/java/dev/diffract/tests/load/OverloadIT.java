package dev.diffract.tests.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.core.dispatch.simulation.Simulation;
import dev.diffract.frontend.core.dispatch.simulation.Simulation.Arrival;
import dev.diffract.tests.harness.Figures;
import dev.diffract.tests.harness.Figures.Baseline;
import dev.diffract.tests.load.Pictures.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ten times as many pictures as can be drawn come for minutes ({@code -Dload.overload}, in seconds): who is accepted gets a picture, who is refused is told so at once
 * and when to come again, and the frontend needs no more memory at the end than after a quarter of the time.
 */
class OverloadIT {

    private static final double UNIT = 0.06;
    private static final double LOAD = 10;
    private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("load.overload", 180));
    private static final long SEED = 1;

    /** As many as may wait where nobody says otherwise. */
    private static final int QUEUED = 256;

    private final Pictures pictures = new Pictures();

    @Test
    void whoIsRefusedIsToldAtOnceAndTheHeapStaysAsItIs(@TempDir Path directory) {
        Figures figures = new Figures("load");
        double perSecond = Simulation.capacity() / UNIT * LOAD / 20;
        List<Arrival> arrivals = Simulation.arrivals(SEED, (int) (perSecond * TIME.toSeconds()), LOAD, false);
        List<CompletableFuture<Answer>> asked = new ArrayList<>();
        try (Served served = new Served(directory);
                PacedFleet fleet = PacedFleet.bounded(served, UNIT, QUEUED, pictures)) {
            double early = 0;
            long begun = System.nanoTime();
            for (Arrival arrival : arrivals) {
                if (asked.size() == arrivals.size() / 4) {
                    early = fleet.liveMegabytes(0);
                }
                Pictures.sleepUntil(begun + (long) (arrival.at() * UNIT * 1e9));
                asked.add(pictures.answer(fleet.frontend(0), arrival.steps(), "interactive"));
            }
            double late = fleet.liveMegabytes(0);
            List<Answer> answers = asked.stream().map(CompletableFuture::join).toList();
            double[] refused = answers.stream()
                    .filter(answer -> answer.status() == 429)
                    .mapToDouble(Answer::seconds)
                    .toArray();
            figures.add(
                    "overload.heap",
                    late / early,
                    "of-after-a-quarter",
                    "<=",
                    1.1,
                    Optional.of(new Baseline("megabytes", early)));
            figures.add(
                    "overload.refusal.p99",
                    Pictures.p99(refused) * 1000,
                    "milliseconds",
                    "<=",
                    100,
                    Optional.of(new Baseline("refused-of-" + answers.size(), refused.length)));
            figures.report();
            assertThat(answers).extracting(Answer::status).containsOnly(200, 429);
            assertThat(refused.length).isGreaterThan(answers.size() / 2);
        }
    }
}
