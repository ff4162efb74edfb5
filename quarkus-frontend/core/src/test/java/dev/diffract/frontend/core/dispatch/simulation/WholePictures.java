package dev.diffract.frontend.core.dispatch.simulation;

import dev.diffract.frontend.core.dispatch.simulation.Simulation.Arrival;
import dev.diffract.frontend.core.dispatch.simulation.Simulation.Picture;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.IntToDoubleFunction;

/** A router that gives each picture to one slice, which batches the steps of those it has: what people use today. */
final class WholePictures {

    /** Which slice a picture goes to. */
    interface Router {

        /**
         * @param pictures that each slice has
         */
        int choose(int[] pictures, Random random);
    }

    static final Router LEAST_CONNECTIONS = (pictures, random) -> least(pictures, index -> 1);
    /** As nginx has it, with the right weights. */
    static final Router WEIGHTED_LEAST_CONNECTIONS = (pictures, random) -> least(pictures, i -> Simulation.UNITS[i]);

    static final Router WEIGHTED_RANDOM = (pictures, random) -> {
        double sum = 0;
        for (double unit : Simulation.UNITS) {
            sum += 1 / unit;
        }
        double at = random.nextDouble() * sum;
        int i = 0;
        while (i < pictures.length - 1 && (at -= 1 / Simulation.UNITS[i]) > 0) {
            i++;
        }
        return i;
    };

    private static final class Run {
        private final Arrival arrival;
        private int done;

        private Run(Arrival arrival) {
            this.arrival = arrival;
        }
    }

    private record Event(double at, long number, Runnable action) {}

    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingDouble(Event::at).thenComparingLong(Event::number));
    private final int[] pictures = new int[Simulation.UNITS.length];
    private final List<Deque<Run>> waiting = new ArrayList<>();
    private final boolean[] busy = new boolean[Simulation.UNITS.length];
    private final Random noise;
    private final Router router;
    private double now;
    private long numbers;
    private final List<Picture> ended = new ArrayList<>();

    WholePictures(Router router, long seed) {
        this.router = router;
        this.noise = new Random(seed);
        for (int i = 0; i < pictures.length; i++) {
            waiting.add(new ArrayDeque<>());
        }
    }

    private static int least(int[] pictures, IntToDoubleFunction weight) {
        int best = 0;
        for (int i = 1; i < pictures.length; i++) {
            double mine = pictures[i] * weight.applyAsDouble(i);
            double least = pictures[best] * weight.applyAsDouble(best);
            if (mine < least || mine == least && Simulation.UNITS[i] < Simulation.UNITS[best]) {
                best = i;
            }
        }
        return best;
    }

    void run(List<Arrival> all) {
        for (Arrival arrival : all) {
            events.add(new Event(arrival.at(), numbers++, () -> arrive(arrival)));
        }
        while (!events.isEmpty()) {
            Event next = events.poll();
            now = next.at();
            next.action().run();
        }
    }

    /** The pictures that are done, in the order of their ends. */
    List<Picture> ended() {
        return ended;
    }

    private void arrive(Arrival arrival) {
        int slice = router.choose(pictures, noise);
        pictures[slice]++;
        waiting.get(slice).add(new Run(arrival));
        start(slice);
    }

    private void start(int slice) {
        if (busy[slice] || waiting.get(slice).isEmpty()) {
            return;
        }
        busy[slice] = true;
        List<Run> batch = new ArrayList<>();
        while (batch.size() < Simulation.BATCH && !waiting.get(slice).isEmpty()) {
            batch.add(waiting.get(slice).poll());
        }
        double takes = Simulation.UNITS[slice] * VirtualFleet.growth(batch.size()) * (1 + 0.05 * noise.nextGaussian());
        events.add(new Event(now + takes, numbers++, () -> {
            busy[slice] = false;
            for (Run run : batch) {
                if (++run.done == run.arrival.steps()) {
                    pictures[slice]--;
                    ended.add(new Picture(run.arrival, now));
                } else {
                    waiting.get(slice).add(run);
                }
            }
            start(slice);
        }));
    }
}
