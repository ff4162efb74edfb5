package dev.diffract.tests.load;

import dev.diffract.tests.load.ChaosSlice.Fault;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * One thing after the other happens to slices, until that is to end: each once, in some order, then all vanish, then each again and so on. The
 * same of the same seed.
 */
final class Chaos implements Runnable {

    private final List<ChaosSlice> slices;
    private final Random random;
    private final Duration blackout;
    private final List<Happened> happened = new CopyOnWriteArrayList<>();
    private volatile boolean ends;

    Chaos(List<ChaosSlice> slices, long seed, Duration blackout) {
        this.slices = slices;
        this.random = new Random(seed);
        this.blackout = blackout;
    }

    @Override
    public void run() {
        try {
            Deque<Fault> next = new ArrayDeque<>(shuffled());
            while (!ends) {
                Thread.sleep(1000 + random.nextInt(1500));
                if (next.isEmpty()) {
                    if (happened.stream().noneMatch(one -> one.fault() == Fault.VANISHED)) {
                        blackout();
                    }
                    next.addAll(shuffled());
                } else {
                    happen(slices.get(random.nextInt(slices.size())), next.remove());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<Fault> shuffled() {
        List<Fault> all = new ArrayList<>(List.of(Fault.values()));
        all.remove(Fault.VANISHED);
        Collections.shuffle(all, random);
        return all;
    }

    /** When what happens now is over, nothing more does. */
    void end() {
        ends = true;
    }

    /** What happened to its end. */
    List<Happened> happened() {
        return List.copyOf(happened);
    }

    private void happen(ChaosSlice slice, Fault fault) throws InterruptedException {
        int millis = 2000 + random.nextInt(4000);
        System.out.println("chaos: " + slice.name() + " " + fault + " for " + millis + " ms");
        long begun = Happened.now();
        slice.begin(fault);
        try {
            Thread.sleep(millis);
        } finally {
            long ended = slice.end(fault);
            happened.add(new Happened(fault, Optional.of(slice.name()), begun, ended));
        }
    }

    private void blackout() throws InterruptedException {
        System.out.println("chaos: all vanish for " + blackout.toSeconds() + " s");
        long begun = Happened.now();
        slices.forEach(slice -> slice.begin(Fault.VANISHED));
        try {
            Thread.sleep(blackout.toMillis());
        } finally {
            slices.forEach(slice -> slice.end(Fault.VANISHED));
            happened.add(new Happened(Fault.VANISHED, Optional.empty(), begun, Happened.now()));
        }
    }
}
