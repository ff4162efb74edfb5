package dev.diffract.tests.load;

import dev.diffract.frontend.core.dispatch.simulation.Simulation;
import dev.diffract.frontend.core.dispatch.simulation.Simulation.Arrival;
import dev.diffract.tests.harness.Figures;
import dev.diffract.tests.harness.Figures.Baseline;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What others feel when a slice is filled by somebody else, or is killed: the latency of all pictures, those that it touches among them, against the
 * same arrivals before. The slice has a sixth of the sum of all, and the load is what the others can do without it.
 */
class NeighboursIT {

    private static final int PICTURES = Integer.getInteger("chaos.neighbours", 300);
    private static final int STEPS = 8;
    private static final int SLICE = 1;
    private static final double LOAD = 0.4;
    private static final double UNIT = 0.06;
    private static final double GOAL = 1.2;

    private static final long SEED = Long.getLong("chaos.seed", 1);

    private final Pictures pictures = new Pictures();
    private final Replay replay = new Replay(pictures, UNIT);
    private final List<Arrival> arrivals = Simulation.arrivals(SEED, PICTURES, LOAD, false).stream()
            .map(arrival -> new Arrival(arrival.at() * STEPS / arrival.steps(), STEPS))
            .toList();

    @Test
    void hardlyFeelThatASliceIsFilledOrKilled(@TempDir Path directory) {
        Figures figures = new Figures("chaos");
        try (Served served = new Served(directory);
                PacedFleet fleet = PacedFleet.shared(served, UNIT, 1, pictures)) {
            replay.latencies(arrivals.subList(0, PICTURES / 4), fleet); // until the programs are compiled
            double before = p95(fleet);
            fleet.slice(SLICE).fill();
            double filled = p95(fleet);
            fleet.slice(SLICE).close();
            double killed = p95(fleet);
            Optional<Baseline> baseline = Optional.of(new Baseline("seconds", before));
            figures.add("neighbours.filled", filled / before, "of-p95-before", "<=", GOAL, baseline);
            figures.add("neighbours.killed", killed / before, "of-p95-before", "<=", GOAL, baseline);
            figures.report();
        }
    }

    private double p95(PacedFleet fleet) {
        return Pictures.quantile(0.95, replay.latencies(arrivals, fleet));
    }
}
