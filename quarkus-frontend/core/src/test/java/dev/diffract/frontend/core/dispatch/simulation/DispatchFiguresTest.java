package dev.diffract.frontend.core.dispatch.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.core.admission.Admission;
import dev.diffract.frontend.core.dispatch.policy.LateBinding;
import dev.diffract.frontend.core.dispatch.simulation.Simulation.Arrival;
import dev.diffract.frontend.core.dispatch.simulation.Simulation.Picture;
import dev.diffract.frontend.core.dispatch.simulation.WholePictures.Router;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The figures of {@code docs/dispatch.md} that are simulated: admission and dispatcher as they are used, before four unequal slices in virtual time, against
 * routers of whole pictures. Each is of 1,200 pictures a seed; see {@link Figures}.
 */
class DispatchFiguresTest {

    private static final int PICTURES = 1200;

    /** Who asks in turn. */
    private static final int CALLERS = 8;

    @Test
    void withSixtyFourPicturesUnderWayNothingIdles() {
        double share = median(seed -> {
            Simulation simulation = new Simulation(new LateBinding(), seed);
            Admission admission = simulation.admission();
            for (int i = 0; i < 64; i++) {
                again(simulation, admission, "caller " + i % CALLERS);
            }
            simulation.until(300);
            long before = simulation.steps();
            simulation.until(1500);
            return (simulation.steps() - before) / 1200.0 / Simulation.capacity();
        });
        assertThat(Figures.told("throughput, 64 waiting / sum of the slices", share))
                .isGreaterThanOrEqualTo(0.97);
    }

    @Test
    void equalPicturesWaitShorterThanBehindAnyRouter() {
        double best = median(seed -> p99(ours(seed, 0.8, false), Picture::latency)
                / Stream.of(WholePictures.WEIGHTED_RANDOM, WholePictures.LEAST_CONNECTIONS)
                        .mapToDouble(router -> p99(router(router, seed, 0.8, false), Picture::latency))
                        .min()
                        .orElseThrow());
        assertThat(Figures.told("equal steps, 80 %: p99 / better of weighted random and least connections", best))
                .isLessThanOrEqualTo(0.45);
        assertThat(Figures.told(
                        "equal steps, 80 %: p99 / weighted least connections",
                        ratio(0.8, false, WholePictures.WEIGHTED_LEAST_CONNECTIONS, Picture::latency)))
                .isLessThanOrEqualTo(0.95);
    }

    @Test
    void shortPicturesAreNotHeldUpByLongOnes() {
        Router router = WholePictures.WEIGHTED_LEAST_CONNECTIONS;
        assertThat(Figures.told(
                        "8 to 50 steps, 80 %: p99 of slowdown / weighted least connections",
                        ratio(0.8, true, router, Picture::slowdown)))
                .isLessThanOrEqualTo(1);
        assertThat(Figures.told(
                        "8 to 50 steps, 80 %: mean latency / weighted least connections",
                        median(seed -> mean(ours(seed, 0.8, true)) / mean(router(router, seed, 0.8, true)))))
                .isLessThanOrEqualTo(1.05);
    }

    @Test
    void morePicturesAreDoneInTime() {
        double more = median(seed -> inTime(ours(seed, 0.9, true))
                - inTime(router(WholePictures.WEIGHTED_LEAST_CONNECTIONS, seed, 0.9, true)));
        assertThat(Figures.told("8 to 50 steps, 90 %: share within 8 times alone - weighted least connections", more))
                .isGreaterThanOrEqualTo(0.05);
    }

    private static double ratio(double load, boolean mixed, Router router, ToDoubleFunction<Picture> value) {
        return median(seed -> p99(ours(seed, load, mixed), value) / p99(router(router, seed, load, mixed), value));
    }

    private static List<Picture> ours(long seed, double load, boolean mixed) {
        Simulation simulation = new Simulation(new LateBinding(), seed);
        Admission admission = simulation.admission();
        List<Arrival> arrivals = arrivals(seed, load, mixed);
        for (int i = 0; i < arrivals.size(); i++) {
            Arrival arrival = arrivals.get(i);
            String caller = "caller " + i % CALLERS;
            simulation.at(arrival.at(), () -> simulation.ask(admission, caller, arrival, () -> {}, (took, said) -> {}));
        }
        for (double time = 100; simulation.ended().size() < PICTURES; time += 100) {
            simulation.until(time);
        }
        return simulation.ended();
    }

    private static void again(Simulation simulation, Admission admission, String caller) {
        simulation.ask(admission, caller, 20, () -> {}, (took, said) -> again(simulation, admission, caller));
    }

    private static List<Picture> router(Router router, long seed, double load, boolean mixed) {
        WholePictures simulation = new WholePictures(router, seed);
        simulation.run(arrivals(seed, load, mixed));
        return simulation.ended();
    }

    private static List<Arrival> arrivals(long seed, double load, boolean mixed) {
        return Simulation.arrivals(seed, PICTURES, load, mixed);
    }

    private static double p99(List<Picture> pictures, ToDoubleFunction<Picture> value) {
        double[] all = pictures.stream().mapToDouble(value).sorted().toArray();
        return all[(int) Math.ceil(0.99 * all.length) - 1];
    }

    private static double mean(List<Picture> pictures) {
        return pictures.stream().mapToDouble(Picture::latency).average().orElseThrow();
    }

    private static double inTime(List<Picture> pictures) {
        return pictures.stream().filter(picture -> picture.slowdown() <= 8).count() / (double) pictures.size();
    }

    private static double median(ToDoubleFunction<Long> figure) {
        return Figures.median(Figures.seeds(figure::applyAsDouble), value -> value);
    }
}
