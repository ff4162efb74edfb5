package dev.diffract.frontend.core.dispatch;

import java.time.Duration;
import java.time.Instant;

/**
 * Whether an instance does what it is given. A failure that is reported takes it out of rotation until a look finds it well, and then makes it the
 * one that others are asked before. That a call is stuck no look finds: after that it is let be for a second, after each further one without an
 * answer between for twice as long; then it is given one call, to see, which nobody waits for and which may take as long again. One that says it is full
 * is let be likewise, for a tenth of that. The first answer makes it what it was, and so does its end: who comes back has begun anew; but for its
 * {@link Lapses}. Not thread-safe.
 */
final class Trust {

    /**
     * Of the time that calls took lately, how much of it is too long: steps of an idle slice differ by a few parts in a hundred, and one that has to
     * wait for a call of somebody else's that is as long takes twice its time.
     */
    private static final int TIMES = 2;

    /** And what may come on top of that: collections of garbage, and what is sent again after 200 ms because it got lost on the way. */
    private static final Duration HICCUP = Duration.ofMillis(300);

    private static final int AT_FIRST = 4;

    private static final Duration LOADING = Duration.ofSeconds(2);

    /** An instance that has answered nothing of a model may be this much slower than all others. */
    private static final int SLOWER = 20;

    /** And what its first call may take besides: it may load, or compile, what others have long done. */
    private static final Duration BEGINNING = Duration.ofSeconds(10);

    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int MOST_DOUBLINGS = 5;

    /** Of one that says it is full: it answers at once, so that a call to see costs little. */
    private static final Duration FULL = Duration.ofMillis(100);

    private final Lapses lapses;
    private int failures;
    private int full;
    private Instant room = Instant.MIN;
    private int stuck;
    private Instant last = Instant.MIN;

    Trust(Lapses lapses) {
        this.lapses = lapses;
    }

    /**
     * When a call is thought to be stuck.
     *
     * @param start when the instance could begin with it
     * @param expected seconds that such calls took of late
     */
    static Instant overdue(Instant start, double expected) {
        return start.plusNanos((long) (TIMES * expected * 1e9)).plus(HICCUP);
    }

    /**
     * The same of a call of which only calls of another size tell what it may take. The first of a size may take several times what the next ones do,
     * and a picture's parts see more of each other the larger it is; and nobody hangs for good by that.
     *
     * @param scaled seconds, by the number of its numbers
     */
    static Instant overdueAtFirst(Instant start, double scaled) {
        return overdue(start, AT_FIRST * scaled).plus(LOADING);
    }

    /**
     * The same of a call of which the instance tells nothing at all: it has answered none of the model.
     *
     * @param slowest seconds that such calls took the slowest of the others
     */
    static Instant overdueByOthers(Instant start, double slowest) {
        return start.plusNanos((long) (SLOWER * slowest * 1e9)).plus(BEGINNING);
    }

    void answered() {
        failures = 0;
        lapses.answered();
        ended();
    }

    /** It is not there any more, and neither is what it was stuck at or full of. */
    void ended() {
        stuck = 0;
        full = 0;
        room = Instant.MIN;
    }

    void failed() {
        failures++;
        lapses.failed();
    }

    /** A call was taken back because it was stuck. */
    void stuck(Instant now) {
        failures++;
        stuck++;
        last = now;
    }

    /** It took no call, because it is full. */
    void full(Instant now) {
        room = now.plus(FULL.multipliedBy(1L << Math.min(full++, MOST_DOUBLINGS)));
    }

    /** Since the last answer; that it was full, however often, is one, and so is that it is on probation. */
    int failures() {
        return failures + (full > 0 ? 1 : 0) + (lapses.isOnProbation() ? 1 : 0);
    }

    /**
     * Until when it gets nothing while others can do it; {@link Instant#MIN} if it may get something.
     *
     * @param busy whether it has a call under way: it gets no second one before it has answered
     */
    Instant doubtedUntil(boolean busy, Instant now) {
        Instant hangs = hangsUntil(busy, now);
        Instant lapsed = lapses.doubtedUntil(busy, now);
        return lapsed.isAfter(hangs) ? lapsed : hangs;
    }

    private Instant hangsUntil(boolean busy, Instant now) {
        if (stuck == 0) {
            return now.isBefore(room) ? room : Instant.MIN;
        }
        Instant until = last.plus(pause(stuck));
        if (busy) {
            return Instant.MAX;
        }
        return now.isBefore(until) ? until : Instant.MIN;
    }

    /** When that changes although nothing happens; {@link Instant#MAX} for never. */
    Instant changes(Instant now) {
        Instant at = stuck == 0 ? room : last.plus(pause(stuck));
        return Trials.earlier(at.isAfter(now) ? at : Instant.MAX, lapses.changes(now));
    }

    /** @param times how often it had to be let be, at least once */
    static Duration pause(int times) {
        return PAUSE.multipliedBy(1L << Math.min(times - 1, MOST_DOUBLINGS));
    }

    /** How long a call may take that it is given now to see whether it answers; zero where a call is none such. */
    Duration trial(boolean busy, Instant now) {
        return stuck > 0 && doubtedUntil(busy, now).equals(Instant.MIN) ? pause(stuck) : Duration.ZERO;
    }
}
