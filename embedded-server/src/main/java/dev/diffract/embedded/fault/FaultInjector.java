package dev.diffract.embedded.fault;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Applies faults to requests as they come and to executions as they start. Thread-safe. */
public final class FaultInjector implements Slowdown {

    /** What becomes of a request. */
    public enum Fate {
        SERVE,
        UNAVAILABLE,
        HANG,
        CRASH
    }

    /** Waits, so that a test can do without waiting. */
    @FunctionalInterface
    public interface Sleeper {
        void sleep(long nanos) throws InterruptedException;
    }

    private final List<Fault> faults;
    private final RandomGenerator random;
    private final Sleeper sleeper;
    private final Map<Fault, Integer> requests = new HashMap<>();

    /**
     * @param random decides what happens by chance; from a seed, a run can be repeated
     */
    public FaultInjector(List<Fault> faults, RandomGenerator random, Sleeper sleeper) {
        this.faults = List.copyOf(faults);
        this.random = random;
        this.sleeper = sleeper;
    }

    /** Counts one request to a model and says what becomes of it; the worst of several faults decides. */
    public synchronized Fate request(String model) {
        Fate fate = Fate.SERVE;
        for (Fault fault : faults) {
            if (fault.concerns(model)) {
                Fate candidate = fate(fault, requests.merge(fault, 1, Integer::sum));
                fate = candidate.compareTo(fate) > 0 ? candidate : fate;
            }
        }
        return fate;
    }

    @Override
    public void pause(String model) {
        long nanos = delay(model);
        if (nanos == 0) {
            return;
        }
        try {
            sleeper.sleep(nanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized long delay(String model) {
        long nanos = 0;
        for (Fault fault : faults) {
            if (!fault.concerns(model)) {
                continue;
            }
            if (fault instanceof Fault.Latency latency) {
                nanos += latency.time().toNanos();
            } else if (fault instanceof Fault.Jitter jitter) {
                nanos += random.nextLong(jitter.most().toNanos() + 1);
            }
        }
        return nanos;
    }

    private Fate fate(Fault fault, int number) {
        if (fault instanceof Fault.UnavailableRate unavailable) {
            return random.nextDouble() < unavailable.rate() ? Fate.UNAVAILABLE : Fate.SERVE;
        }
        if (fault instanceof Fault.UnavailableBurst burst) {
            int place = (number - 1) % burst.period();
            return place >= burst.period() - burst.length() ? Fate.UNAVAILABLE : Fate.SERVE;
        }
        if (fault instanceof Fault.Hang hang) {
            return number > hang.after() ? Fate.HANG : Fate.SERVE;
        }
        if (fault instanceof Fault.Crash crash) {
            return number > crash.after() ? Fate.CRASH : Fate.SERVE;
        }
        return Fate.SERVE;
    }
}
