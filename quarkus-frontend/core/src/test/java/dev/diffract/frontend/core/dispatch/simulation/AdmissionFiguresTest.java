package dev.diffract.frontend.core.dispatch.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.core.admission.Admission;
import dev.diffract.frontend.core.dispatch.policy.LateBinding;
import dev.diffract.frontend.core.dispatch.simulation.Simulation.Arrival;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The figures of {@code docs/dispatch.md} of what is admitted and promised: the admission and the dispatcher as they are used, before four
 * unequal slices in virtual time. See {@link Figures}.
 */
class AdmissionFiguresTest {

    private static final int PICTURES = 1200;

    /** Units: a tenth of a second each, so that a step takes the fastest slice 60 ms. */
    private static final double WINDOW = 300;

    private static final int CALLERS = 8;

    @Test
    void mostPicturesEndBeforeTheTimeThatTheyWereGiven() {
        for (double load : new double[] {0.5, 0.6, 0.7, 0.8, 0.9}) {
            List<List<Promise>> runs = Figures.seeds(seed -> promised(seed, load));
            assertThat(Figures.told(
                            "share done by the time given, load " + load,
                            Figures.median(runs, AdmissionFiguresTest::kept)))
                    .isGreaterThanOrEqualTo(0.85);
            double excess =
                    Figures.told("its median excess, load " + load, Figures.median(runs, AdmissionFiguresTest::excess));
            assertThat(excess).isLessThanOrEqualTo(load == 0.8 ? 0.6 : 1);
        }
    }

    @Test
    void whoAsksForMuchGetsNoMoreThanOthersWhoWait() {
        List<Double> least = Figures.seeds(AdmissionFiguresTest::fairness);
        assertThat(Figures.told(
                        "Jain index of eight callers, the least of ten windows", Figures.median(least, index -> index)))
                .isGreaterThanOrEqualTo(0.98);
    }

    private record Promise(double took, double said) {}

    private static List<Promise> promised(long seed, double load) {
        Simulation simulation = new Simulation(new LateBinding(), seed);
        Admission admission = simulation.admission();
        List<Promise> promises = new ArrayList<>();
        List<Arrival> arrivals = Simulation.arrivals(seed, PICTURES, load, true);
        int[] ended = {0};
        for (Arrival arrival : arrivals) {
            simulation.at(
                    arrival.at(),
                    () -> simulation.ask(admission, "somebody", arrival.steps(), () -> {}, (took, said) -> {
                        ended[0]++;
                        said.ifPresent(time -> promises.add(new Promise(took, time)));
                    }));
        }
        for (double time = 100; ended[0] < PICTURES; time += 100) {
            simulation.until(time);
        }
        assertThat(promises).hasSizeGreaterThan(PICTURES * 9 / 10);
        return promises;
    }

    private static double kept(List<Promise> promises) {
        return promises.stream().filter(one -> one.took() <= one.said()).count() / (double) promises.size();
    }

    /** What was said beyond what it took, in times of that. */
    private static double excess(List<Promise> promises) {
        double[] all = promises.stream()
                .mapToDouble(one -> (one.said() - one.took()) / one.took())
                .sorted()
                .toArray();
        return all[all.length / 2];
    }

    /** All of eight callers have pictures that wait, one of them ten times as many; the least index of ten windows. */
    private static double fairness(long seed) {
        Simulation simulation = new Simulation(new LateBinding(), seed, 0.1);
        Admission admission = simulation.admission();
        long[] served = new long[CALLERS];
        for (int caller = 0; caller < CALLERS; caller++) {
            for (int i = 0; i < (caller == 0 ? 80 : 8); i++) {
                again(simulation, admission, caller, served);
            }
        }
        simulation.until(WINDOW);
        double least = 1;
        for (int window = 1; window <= 10; window++) {
            long[] before = served.clone();
            simulation.until((window + 1) * WINDOW);
            double sum = 0;
            double squares = 0;
            for (int caller = 0; caller < CALLERS; caller++) {
                double share = served[caller] - before[caller];
                sum += share;
                squares += share * share;
            }
            least = Math.min(least, sum * sum / (CALLERS * squares));
        }
        return least;
    }

    private static void again(Simulation simulation, Admission admission, int caller, long[] served) {
        simulation.ask(
                admission,
                "caller " + caller,
                20,
                () -> served[caller]++,
                (took, said) -> again(simulation, admission, caller, served));
    }
}
