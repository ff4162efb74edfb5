package dev.diffract.frontend.core.dispatch.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.core.dispatch.policy.LateBinding;
import dev.diffract.frontend.core.dispatch.simulation.Simulation.Arrival;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What others feel when somebody else fills a slice that has a sixth of the sum, or when it as good as hangs: the latency of all pictures against
 * the same arrivals before, at 40 % load. From the first picture on, what the slice takes is not known yet.
 */
class NeighboursFiguresTest {

    private static final int PICTURES = 1200;
    private static final int STEPS = 8;
    private static final double LOAD = 0.4;
    private static final int SLICE = 1;

    /** In seconds: as of the real ones. */
    private static final double UNIT = 0.06;

    /** Somebody else has three calls before each of ours. */
    private static final double FILLED = 4;

    private static final double HANGS = 1000;

    private static final double GOAL = 1.2;

    @Test
    void hardlyFeelThatASliceIsFilled() {
        assertThat(told("p95 of all while a slice is filled / before", FILLED)).isLessThanOrEqualTo(GOAL);
    }

    @Test
    void hardlyFeelThatASliceHangs() {
        assertThat(told("p95 of all while a slice hangs / before", HANGS)).isLessThanOrEqualTo(GOAL);
    }

    private static double told(String figure, double slower) {
        return Figures.told(figure, Figures.median(Figures.seeds(seed -> p95(seed, slower)), ratio -> ratio));
    }

    private static double p95(long seed, double slower) {
        Simulation simulation = new Simulation(new LateBinding(), seed, UNIT);
        List<Arrival> first = Simulation.arrivals(seed, PICTURES, LOAD, false).stream()
                .map(arrival -> new Arrival(arrival.at() * STEPS / arrival.steps(), STEPS))
                .toList();
        double since = first.get(PICTURES - 1).at() + 100;
        List<Arrival> all = new ArrayList<>(first);
        first.forEach(arrival -> all.add(new Arrival(since + arrival.at(), STEPS)));
        simulation.at(since, () -> simulation.slow(SLICE, slower));
        simulation.run(all);
        return p95(simulation, since, Double.POSITIVE_INFINITY) / p95(simulation, 0, since);
    }

    private static double p95(Simulation simulation, double from, double until) {
        double[] latencies = simulation.ended().stream()
                .filter(picture ->
                        picture.arrival().at() >= from && picture.arrival().at() < until)
                .mapToDouble(Simulation.Picture::latency)
                .sorted()
                .toArray();
        return latencies[(int) Math.ceil(0.95 * latencies.length) - 1];
    }
}
