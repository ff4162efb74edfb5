package dev.diffract.frontend.core.dispatch.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.core.dispatch.policy.LateBinding;
import dev.diffract.frontend.core.dispatch.simulation.Simulation.Picture;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The figures of {@code docs/dispatch.md} of several frontends that know nothing of one another before the same slices, where calls wait for
 * those that came earlier, whosesoever they are: what others do is seen by each in what its own calls take, and in what the slices count. Against one
 * frontend that has all pictures. See {@link Figures}.
 */
class SeveralFrontendsTest {

    private static final int WAITING = 64;
    private static final int PICTURES = 1200;
    private static final double UNIT = 0.06;
    private static final double GOAL = 0.9;

    /** Of all calls: what others' calls add is not taken for a slice that hangs. */
    private static final double MOST_HEDGES = 0.01;

    /** By chance it is a few parts in a hundred more or less. */
    private static final double NO_WORSE = 1.1;

    /**
     * @param throughput steps per unit
     * @param hedges of all steps
     */
    private record Run(double throughput, double hedges) {}

    @ParameterizedTest
    @ValueSource(ints = {2, 4})
    void togetherDoAsMuchAsOneThatKnowsAll(int frontends) {
        List<Run> several = Figures.seeds(seed -> closed(seed, frontends));
        double one = Figures.median(Figures.seeds(seed -> closed(seed, 1)), Run::throughput);
        double share = Figures.median(several, Run::throughput) / one;
        assertThat(Figures.told(frontends + " frontends, 64 waiting: throughput / of one", share))
                .isGreaterThanOrEqualTo(GOAL);
        double hedges = several.stream().mapToDouble(Run::hedges).max().orElseThrow();
        assertThat(Figures.told(frontends + " frontends, 64 waiting: hedges / steps, the most", hedges))
                .isLessThanOrEqualTo(MOST_HEDGES);
    }

    /** They cannot fill batches together, and each thinks a slice idle that another has given something: how much that is, is only said. */
    @ParameterizedTest
    @ValueSource(ints = {2, 4})
    void drawAllWhereThereIsRoomButSlower(int frontends) {
        double several = Figures.median(Figures.seeds(seed -> p99(seed, frontends, true)), value -> value);
        double one = Figures.median(Figures.seeds(seed -> p99(seed, 1, true)), value -> value);
        assertThat(Figures.told(
                        frontends + " frontends, equal steps, 80 %: p99 of the latency / of one", several / one))
                .isFinite();
    }

    /** Where there is always something to do, one's own answers say all. */
    @ParameterizedTest
    @ValueSource(ints = {2, 4})
    void whatSlicesCountHelpsElsewhereAndDoesNoHarmHere(int frontends) {
        double ratio = Figures.median(
                Figures.seeds(seed -> p99(seed, frontends, true) / p99(seed, frontends, false)), value -> value);
        assertThat(Figures.told(frontends + " frontends, equal steps, 80 %: p99 with looks / without", ratio))
                .isLessThanOrEqualTo(NO_WORSE);
    }

    private static Run closed(long seed, int frontends) {
        Simulation simulation = new Simulation(LateBinding::new, seed, UNIT, frontends);
        simulation.frontends().count();
        simulation.keep(WAITING);
        simulation.until(300);
        long before = simulation.steps();
        simulation.until(1500);
        double steps = simulation.steps() - before;
        return new Run(steps / 1200, simulation.frontends().hedges() / steps);
    }

    /** @param looks whether they see what slices count */
    private static double p99(long seed, int frontends, boolean looks) {
        Simulation simulation = new Simulation(LateBinding::new, seed, UNIT, frontends);
        if (looks) {
            simulation.frontends().count();
        }
        simulation.run(Simulation.arrivals(seed, PICTURES, 0.8, false));
        double[] all = simulation.ended().stream()
                .mapToDouble(Picture::latency)
                .sorted()
                .toArray();
        return all[(int) Math.ceil(0.99 * all.length) - 1];
    }
}
