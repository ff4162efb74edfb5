package dev.diffract.frontend.core.dispatch;

import java.time.Instant;

/**
 * Lapses of one instance: calls that it failed at and others did well, among its latest. One that has many, and far more than the others, is let be for
 * a second, and after each further one for twice as long. Then it is on probation: it gets one call at a time, until it has answered several in a row.
 * Answers between do not shorten that, or one that fails a third of its calls would be let be for a second each time and never longer. Not thread-safe.
 */
final class Lapses {

    /** Calls that are remembered: as many as an int has bits. */
    private static final int LATEST = Integer.SIZE;

    /** Fewer of these are bad luck, as when a server is started again. */
    private static final int MANY = 4;

    /** So many times the share of the others is far more than theirs: what goes wrong for all is nobody's fault. */
    private static final int TIMES = 3;

    /** Who fails a third of its calls answers so many in a row once in 25 times. */
    private static final int IN_A_ROW = 8;

    private final All all;

    /** A bit for each of the latest calls, set where it was a lapse. */
    private int latest;

    private int calls;
    private int pauses;
    private int inARow;
    private Instant last = Instant.MIN;

    /** What all instances together did of late. Not thread-safe. */
    static final class All {
        private long calls;
        private long lapses;
    }

    /** @param all shared by all instances */
    Lapses(All all) {
        this.all = all;
    }

    void answered() {
        remember(0);
        inARow++;
        if (pauses > 0 && inARow >= IN_A_ROW) {
            pauses = 0;
            forget();
        }
    }

    /** A call failed, whoever is to blame. */
    void failed() {
        inARow = 0;
    }

    /** It is to blame for one that failed. */
    void lapsed(Instant now) {
        remember(1);
        inARow = 0;
        if (pauses > 0 || isOutlier()) {
            pauses++;
            last = now;
        }
    }

    private void remember(int lapse) {
        int dropped = calls == LATEST ? latest >>> (LATEST - 1) : 0;
        latest = latest << 1 | lapse;
        all.lapses += lapse - dropped;
        if (calls < LATEST) {
            calls++;
            all.calls++;
        }
    }

    private boolean isOutlier() {
        int own = Integer.bitCount(latest);
        return own >= MANY && own * (all.calls - calls) > TIMES * (all.lapses - own) * calls;
    }

    /** What it did is counted no more. */
    void forget() {
        all.calls -= calls;
        all.lapses -= Integer.bitCount(latest);
        calls = 0;
        latest = 0;
    }

    /** Whether it has not answered enough in a row since it was let be. */
    boolean isOnProbation() {
        return pauses > 0;
    }

    /**
     * Until when it gets nothing while others can do it; {@link Instant#MIN} if it may get something.
     *
     * @param busy whether it has a call under way
     */
    Instant doubtedUntil(boolean busy, Instant now) {
        if (pauses == 0) {
            return Instant.MIN;
        }
        if (busy) {
            return Instant.MAX;
        }
        return now.isBefore(until()) ? until() : Instant.MIN;
    }

    /** When that changes although nothing happens; {@link Instant#MAX} for never. */
    Instant changes(Instant now) {
        return pauses > 0 && until().isAfter(now) ? until() : Instant.MAX;
    }

    private Instant until() {
        return last.plus(Trust.pause(pauses));
    }
}
