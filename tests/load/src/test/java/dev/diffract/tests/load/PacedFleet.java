package dev.diffract.tests.load;

import dev.diffract.frontend.core.dispatch.simulation.Simulation;
import dev.diffract.tests.harness.FrontendServer;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** Frontends before four unequal slices that take the time of a step and compute nothing; warmed, so that programs are compiled and times learned. */
final class PacedFleet implements AutoCloseable {

    private static final int STEPS = 20;
    private static final long SEED = 1;
    private static final int ALL = 4096;

    private final List<PacedSlice> slices = new ArrayList<>();
    private final List<FrontendServer> frontends = new ArrayList<>();

    private PacedFleet(Served served, double unit, int queued, List<List<Integer>> before) {
        double[] units = Simulation.units();
        for (int i = 0; i < units.length; i++) {
            slices.add(served.slice(new Pace(units[i] * unit * 1000, 1, SEED + i)));
        }
        for (List<Integer> own : before) {
            String targets = String.join(
                    ",",
                    own.stream()
                            .map(i -> "slice" + i + "=" + slices.get(i).target())
                            .toList());
            frontends.add(FrontendServer.start(
                    "frontend" + frontends.size(),
                    served.repository(),
                    targets,
                    served.directory(),
                    "-Ddiffract.generation.max-queued=" + queued,
                    "-Ddiffract.generation.max-queued-per-caller=" + queued));
        }
    }

    /**
     * Frontends that each have all slices.
     *
     * @param unit of the simulation, in seconds
     */
    static PacedFleet shared(Served served, double unit, int frontends, Pictures pictures) {
        return new PacedFleet(
                        served,
                        unit,
                        ALL,
                        IntStream.range(0, frontends)
                                .mapToObj(i -> everySlice())
                                .toList())
                .warm(pictures);
    }

    /** A frontend with all slices, where no more than so many wait. */
    static PacedFleet bounded(Served served, double unit, int queued, Pictures pictures) {
        return new PacedFleet(served, unit, queued, List.of(everySlice())).warm(pictures);
    }

    private static List<Integer> everySlice() {
        return IntStream.range(0, Simulation.units().length).boxed().toList();
    }

    /** A frontend for each slice. */
    static PacedFleet apart(Served served, double unit, Pictures pictures) {
        return new PacedFleet(
                        served,
                        unit,
                        ALL,
                        IntStream.range(0, Simulation.units().length)
                                .mapToObj(List::of)
                                .toList())
                .warm(pictures);
    }

    private PacedFleet warm(Pictures pictures) {
        frontends.stream()
                .flatMap(frontend -> IntStream.range(0, 2 * Served.BATCH * slices.size() / frontends.size())
                        .mapToObj(i -> pictures.ask(frontend.base(), STEPS)))
                .toList()
                .forEach(CompletableFuture::join);
        return this;
    }

    int frontends() {
        return frontends.size();
    }

    URI frontend(int index) {
        return frontends.get(index).base();
    }

    /** Steps of pictures that all slices have taken on. */
    double steps() {
        return slices.stream().mapToDouble(PacedSlice::steps).sum();
    }

    /** What a frontend's heap holds after a collection of garbage. */
    double liveMegabytes(int index) {
        return LiveHeap.megabytes(frontends.get(index).program().handle().pid());
    }

    /** The last one is the fastest. */
    PacedSlice slice(int index) {
        return slices.get(index);
    }

    @Override
    public void close() {
        frontends.forEach(FrontendServer::close);
        slices.forEach(PacedSlice::close);
    }
}
