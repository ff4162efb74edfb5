package dev.diffract.frontend.core.dispatch;

import java.time.Duration;
import java.time.Instant;

/**
 * Servers that broke down while they had a piece of work. Once is bad luck: it is made elsewhere at once. From the second time on it may be what
 * brings them down, so it waits before it is given to the next, and that counts against it where it was all that went wrong: not where
 * servers went at the same moment, nor where others' calls broke off, too, and none was answered. So it is where servers let its time pass. Not thread-safe.
 */
final class Breaks {

    /** Servers that go within so much time go for one reason. */
    private static final Duration APART = Duration.ofSeconds(1);

    private static final int MOST_DOUBLINGS = 4;

    private int count;
    private int unanswered;
    private long answeredBefore;
    private boolean blamed;
    private Instant last = Instant.MIN;
    private Tally first = Tally.NONE;
    private Tally then = Tally.NONE;

    /**
     * What became of all calls so far.
     *
     * @param answered calls with an answer
     * @param lost calls whose server broke down
     */
    record Tally(long answered, long lost) {
        static final Tally NONE = new Tally(0, 0);
    }

    /**
     * One more.
     *
     * @param tally with this one among the lost
     * @return attempts that it makes, of those that count against the work
     */
    int broke(Tally tally, Instant now) {
        first = count == 0 ? tally : first;
        boolean others = tally.lost() - first.lost() > count;
        boolean fine = tally.answered() > then.answered();
        boolean apart = count > 0 && !now.isBefore(last.plus(APART));
        count++;
        last = now;
        then = tally;
        if (!apart || (others && !fine)) {
            return 0;
        }
        int attempts = blamed ? 1 : 2; // the first was none as long as it was the only one
        blamed = true;
        return attempts;
    }

    /**
     * A server gave no answer in time.
     *
     * @return attempts that it makes: none where nobody's calls were answered since the last time, because then it is the servers
     */
    int unanswered(Tally tally) {
        boolean silence = unanswered > 0 && tally.answered() == answeredBefore;
        unanswered++;
        answeredBefore = tally.answered();
        return silence ? 0 : 1;
    }

    /** How long the work is kept from servers now. */
    Duration pause() {
        return count < 2 ? Duration.ZERO : APART.multipliedBy(1L << Math.min(count - 2, MOST_DOUBLINGS));
    }

    /** Whether some count against the work. */
    boolean isBlamed() {
        return blamed;
    }
}
