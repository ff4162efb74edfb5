package dev.diffract.tests.load;

import dev.diffract.tests.load.ChaosSlice.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** One thing after the other happens to slices, until that is to end; once all of them vanish. The same of the same seed. */
final class Chaos implements Runnable {

    static final int BEFORE_BLACKOUT = 5;

    private final List<ChaosSlice> slices;
    private final Random random;
    private final Duration blackout;
    private volatile int happened;
    private volatile boolean ends;

    Chaos(List<ChaosSlice> slices, long seed, Duration blackout) {
        this.slices = slices;
        this.random = new Random(seed);
        this.blackout = blackout;
    }

    @Override
    public void run() {
        try {
            for (int i = 0; !ends; i++) {
                Thread.sleep(1000 + random.nextInt(1500));
                if (i == BEFORE_BLACKOUT) {
                    blackout();
                } else {
                    happen(slices.get(random.nextInt(slices.size())));
                }
                happened = i + 1;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** When what happens now is over, nothing more does. */
    void end() {
        ends = true;
    }

    /** How much happened to its end. */
    int happened() {
        return happened;
    }

    private void happen(ChaosSlice slice) throws InterruptedException {
        Fault fault = Fault.values()[random.nextInt(Fault.values().length)];
        int millis = 2000 + random.nextInt(4000);
        System.out.println("chaos: " + slice.target() + " " + fault + " for " + millis + " ms");
        slice.begin(fault);
        try {
            Thread.sleep(millis);
        } finally {
            slice.end(fault);
        }
    }

    private void blackout() throws InterruptedException {
        System.out.println("chaos: all vanish for " + blackout.toSeconds() + " s");
        slices.forEach(ChaosSlice::vanish);
        try {
            Thread.sleep(blackout.toMillis());
        } finally {
            slices.forEach(ChaosSlice::reappear);
        }
    }
}
