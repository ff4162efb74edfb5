package dev.diffract.tests.load;

import dev.diffract.frontend.core.dispatch.simulation.Simulation.Arrival;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

/** Asks for pictures as they came in the simulation. */
final class Replay {

    private final Pictures pictures;
    private final double unit;

    /** @param unit of the simulation, in seconds */
    Replay(Pictures pictures, double unit) {
        this.pictures = pictures;
        this.unit = unit;
    }

    /** Seconds that each took, before the only frontend. */
    double[] latencies(List<Arrival> arrivals, PacedFleet fleet) {
        return latencies(arrivals, fleet, has -> 0);
    }

    /** @param chosen whom it is given to, by how many pictures each frontend has */
    double[] latencies(List<Arrival> arrivals, PacedFleet fleet, ToIntFunction<int[]> chosen) {
        AtomicInteger[] has = IntStream.range(0, fleet.frontends())
                .mapToObj(i -> new AtomicInteger())
                .toArray(AtomicInteger[]::new);
        List<CompletableFuture<Double>> asked = new ArrayList<>();
        long begun = System.nanoTime();
        for (Arrival arrival : arrivals) {
            Pictures.sleepUntil(begun + (long) (arrival.at() * unit * 1e9));
            int at = chosen.applyAsInt(
                    Arrays.stream(has).mapToInt(AtomicInteger::get).toArray());
            has[at].incrementAndGet();
            asked.add(pictures.ask(fleet.frontend(at), arrival.steps())
                    .whenComplete((seconds, failure) -> has[at].decrementAndGet()));
        }
        return asked.stream().mapToDouble(CompletableFuture::join).toArray();
    }
}
