package dev.diffract.tests.load;

import dev.diffract.frontend.core.dispatch.policy.LateBinding;
import dev.diffract.frontend.core.dispatch.simulation.Simulation;
import dev.diffract.frontend.core.dispatch.simulation.Simulation.Arrival;
import dev.diffract.tests.harness.Figures;
import dev.diffract.tests.harness.Figures.Baseline;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/**
 * The figures of {@code docs/dispatch.md} that are not simulated: four unequal slices, real frontends, HTTP and gRPC between them. The routers that
 * it is held against give whole pictures to frontends with one slice each, at the same arrivals in the same run. Measures and reports; only
 * that every picture comes is a matter of the test.
 */
@TestInstance(Lifecycle.PER_CLASS)
class LoadFiguresIT {

    /** Of the simulation, in seconds: long against what HTTP, gRPC and two busy cores add to a step. */
    private static final double UNIT = 0.06;

    private static final int PICTURES = Integer.getInteger("load.pictures", 300);
    private static final double LOAD = 0.8;
    private static final long SEED = 1;

    @TempDir
    static Path directory;

    private final Figures figures = new Figures("load");
    private final Pictures pictures = new Pictures();
    private final Replay replay = new Replay(pictures, UNIT);
    private Served served;

    @BeforeAll
    void startWhatIsServed() {
        served = new Served(directory);
    }

    @AfterAll
    void stop() {
        served.close();
        figures.report();
    }

    @Test
    void picturesThatComeAtRandomWaitShorterThanBehindAnyRouter() {
        List<Arrival> arrivals = Simulation.arrivals(SEED, PICTURES, LOAD, false);
        double[] ours;
        try (PacedFleet fleet = PacedFleet.shared(served, UNIT, 1, pictures)) {
            ours = replay.latencies(arrivals, fleet);
        }
        double[] random;
        double[] least;
        double[] weighted;
        try (PacedFleet fleet = PacedFleet.apart(served, UNIT, pictures)) {
            random = replay.latencies(arrivals, fleet, routed(Router.WEIGHTED_RANDOM));
            least = replay.latencies(arrivals, fleet, routed(Router.LEAST_CONNECTIONS));
            weighted = replay.latencies(arrivals, fleet, routed(Router.WEIGHTED_LEAST_CONNECTIONS));
        }
        double best = Math.min(Pictures.p99(random), Pictures.p99(least));
        figures.add(
                "p99.equal-steps.load-0.8",
                Pictures.p99(ours) / best,
                "of-better-of-weighted-random-and-least-connections",
                "<=",
                0.55,
                Optional.of(new Baseline("seconds", best)));
        double nginx = Pictures.p99(weighted);
        figures.add(
                "p99.equal-steps.load-0.8.weighted",
                Pictures.p99(ours) / nginx,
                "of-weighted-least-connections",
                "<=",
                0.95,
                Optional.of(new Baseline("seconds", nginx)));
        double simulated = simulated(arrivals);
        figures.add(
                "mean.equal-steps.load-0.8",
                Pictures.mean(ours) / simulated,
                "of-the-simulation",
                "<=",
                1.1,
                Optional.of(new Baseline("seconds", simulated)));
    }

    @Test
    void withSixtyFourPicturesUnderWayNothingIdlesAndTheLossOfTheFastestCostsItsShare() {
        try (PacedFleet fleet = PacedFleet.shared(served, UNIT, 1, pictures);
                Crowd crowd = new Crowd(pictures, fleet)) {
            double whole = crowd.stepsPerSecond(Duration.ofSeconds(60));
            double sum = Simulation.capacity() / UNIT;
            figures.add(
                    "throughput.waiting-64",
                    whole / sum,
                    "of-the-sum-of-the-slices",
                    ">=",
                    0.95,
                    Optional.of(new Baseline("steps-per-second", sum)));
            double[] units = Simulation.units();
            double fastest = 1 / units[units.length - 1];
            double share = fastest
                    / IntStream.range(0, units.length)
                            .mapToDouble(i -> 1 / units[i])
                            .sum();
            fleet.slice(units.length - 1).close();
            double left = crowd.stepsPerSecond(Duration.ofSeconds(60));
            figures.add(
                    "throughput-lost.fastest-dies",
                    (1 - left / whole) / share,
                    "of-its-share",
                    "<=",
                    1.1,
                    Optional.of(new Baseline("share", share)));
        }
    }

    private static double simulated(List<Arrival> arrivals) {
        Simulation simulation = new Simulation(new LateBinding(), SEED, UNIT);
        simulation.run(arrivals);
        return UNIT
                * simulation.ended().stream()
                        .mapToDouble(Simulation.Picture::latency)
                        .average()
                        .orElseThrow();
    }

    private static ToIntFunction<int[]> routed(Router router) {
        Random random = new Random(SEED);
        return has -> router.choose(has, Simulation.units(), random);
    }
}
