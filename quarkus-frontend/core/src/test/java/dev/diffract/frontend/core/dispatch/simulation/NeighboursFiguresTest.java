package dev.diffract.frontend.core.dispatch.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.core.dispatch.policy.LateBinding;
import dev.diffract.frontend.core.dispatch.simulation.Simulation.Arrival;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * What others feel when somebody else fills a slice that has a sixth of the sum, when it as good as hangs, or fails a
 * third of its calls: the latency of all pictures against
 * the same arrivals before, at 40 % load (60 % of what fails). From the first picture on, what the slice takes is not known yet.
 */
class NeighboursFiguresTest {

    private static final int PICTURES = 1200;
    private static final int STEPS = 8;
    private static final double LOAD = 0.4;
    private static final int SLICE = 1;

    /** In seconds: as of the real ones. */
    private static final double UNIT = 0.06;

    /** The same of large pictures: a slice that is let be for a second loses hardly a call by that, and with less to do it would get none anyway. */
    private static final double LONG = 1;

    private static final double MORE_LOAD = 0.6;

    /** Somebody else has three calls before each of ours. */
    private static final double FILLED = 4;

    private static final double HANGS = 1000;

    private static final double FAILS = 1.0 / 3;

    private static final double GOAL = 1.2;

    private static final double MOST_CALLS = 0.1;

    @Test
    void hardlyFeelThatASliceIsFilled() {
        assertThat(told("p95 of all while a slice is filled / before", slow(FILLED)))
                .isLessThanOrEqualTo(GOAL);
    }

    @Test
    void hardlyFeelThatASliceHangs() {
        assertThat(told("p95 of all while a slice hangs / before", slow(HANGS))).isLessThanOrEqualTo(GOAL);
    }

    @Test
    void hardlyFeelThatASliceFailsAThirdOfItsCalls() {
        List<Ratios> all = Figures.seeds(
                seed -> ratios(seed, MORE_LOAD, LONG, slices -> slices.fail(VirtualFleet.slice(SLICE), FAILS)));
        assertThat(Figures.told(
                        "p95 of all while a slice fails a third of its calls / before",
                        Figures.median(all, Ratios::p95)))
                .isLessThanOrEqualTo(GOAL);
        assertThat(Figures.told("the same: calls that it is given / before", Figures.median(all, Ratios::calls)))
                .isLessThanOrEqualTo(MOST_CALLS);
    }

    private static Consumer<VirtualFleet> slow(double times) {
        return slices -> slices.slow(VirtualFleet.slice(SLICE), times);
    }

    private static double told(String figure, Consumer<VirtualFleet> fault) {
        return Figures.told(
                figure, Figures.median(Figures.seeds(seed -> ratios(seed, LOAD, UNIT, fault)), Ratios::p95));
    }

    /**
     * After the fault ÷ before.
     *
     * @param p95 of the latency of all
     * @param calls that the slice is given
     */
    private record Ratios(double p95, double calls) {}

    private static Ratios ratios(long seed, double load, double unit, Consumer<VirtualFleet> fault) {
        Simulation simulation = new Simulation(new LateBinding(), seed, unit);
        List<Arrival> first = Simulation.arrivals(seed, PICTURES, load, false).stream()
                .map(arrival -> new Arrival(arrival.at() * STEPS / arrival.steps(), STEPS))
                .toList();
        double since = first.get(PICTURES - 1).at() + 100;
        List<Arrival> all = new ArrayList<>(first);
        first.forEach(arrival -> all.add(new Arrival(since + arrival.at(), STEPS)));
        AtomicInteger before = new AtomicInteger();
        simulation.at(since, () -> before.set(simulation.slices().calls(VirtualFleet.slice(SLICE))));
        simulation.at(since, () -> fault.accept(simulation.slices()));
        simulation.run(all);
        int calls = simulation.slices().calls(VirtualFleet.slice(SLICE)) - before.get();
        return new Ratios(
                p95(simulation, since, Double.POSITIVE_INFINITY) / p95(simulation, 0, since),
                (double) calls / before.get());
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
