package dev.diffract.tests.load;

import dev.diffract.frontend.core.dispatch.simulation.Simulation;
import dev.diffract.frontend.core.dispatch.simulation.Simulation.Arrival;
import dev.diffract.tests.harness.Figures;
import dev.diffract.tests.harness.Figures.Baseline;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Interactive pictures at 20 % load, alone and beside 64 of the batch class that always wait, before a real frontend. Measures and reports. */
class ClassesIT {

    private static final int PICTURES = Integer.getInteger("load.pictures", 300);
    private static final double LOAD = 0.2;
    private static final double UNIT = 0.06;
    private static final long SEED = 1;

    /** After this the batch class is drawn at its pace. */
    private static final Duration FILLED = Duration.ofSeconds(10);

    private final Pictures pictures = new Pictures();
    private final Replay replay = new Replay(pictures, UNIT);

    @Test
    void interactivePicturesHardlyFeelTheBatchClassWhichTakesWhatTheyLeave(@TempDir Path directory) {
        Figures figures = new Figures("load");
        List<Arrival> arrivals = Simulation.arrivals(SEED, PICTURES, LOAD, false);
        try (Served served = new Served(directory);
                PacedFleet fleet = PacedFleet.shared(served, UNIT, 1, pictures)) {
            double alone = Pictures.p99(replay.latencies(arrivals, fleet));
            try (Crowd batch = new Crowd(pictures, fleet, "batch")) {
                batch.stepsPerSecond(FILLED);
                long begun = System.nanoTime();
                double before = fleet.steps();
                double beside = Pictures.p99(replay.latencies(arrivals, fleet));
                double seconds = (System.nanoTime() - begun) / 1e9;
                double steps = fleet.steps() - before;
                figures.add(
                        "p99.interactive.beside-64-of-batch",
                        beside / alone,
                        "of-alone",
                        "<=",
                        1.5,
                        Optional.of(new Baseline("seconds", alone)));
                double sum = Simulation.capacity() / UNIT;
                figures.add(
                        "throughput.both-classes",
                        steps / seconds / sum,
                        "of-the-sum-of-the-slices",
                        ">=",
                        0.88,
                        Optional.of(new Baseline("steps-per-second", sum)));
            }
            figures.report();
        }
    }
}
