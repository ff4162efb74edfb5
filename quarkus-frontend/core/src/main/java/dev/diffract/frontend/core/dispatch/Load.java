package dev.diffract.frontend.core.dispatch;

import dev.diffract.frontend.core.dispatch.LoadBook.Entry;
import dev.diffract.frontend.core.dispatch.LoadBook.Timing;
import dev.diffract.frontend.core.dispatch.policy.CallTimes;
import dev.diffract.frontend.core.dispatch.policy.FleetView.InstanceView;
import dev.diffract.frontend.core.dispatch.policy.Outlook;
import dev.diffract.frontend.core.dispatch.policy.Stage;
import dev.diffract.frontend.core.fleet.InstanceSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What one instance has been given, and what was learned of it. Not thread-safe; its book guards it. */
final class Load {

    private final List<Entry> underWay = new ArrayList<>();
    private final Trust trust = new Trust();
    private final Steps steps = new Steps();
    private CallTimes times = CallTimes.NONE;
    private Instant lastEnd = Instant.MIN;
    private Instant occupied = Instant.MIN;
    private Instant busySince = Instant.MIN;
    private Duration busy = Duration.ZERO;
    private long lastChoice;
    private long completed;
    private long failed;

    InstanceView view(InstanceSnapshot snapshot, Instant now) {
        return new InstanceView(snapshot, charge(), filled(), lastChoice, outlook(now));
    }

    /** @param choice its number among the choices of all instances */
    void begins(Entry entry, long choice) {
        if (underWay.isEmpty()) {
            busySince = entry.timing().begun();
        }
        lastChoice = choice;
        underWay.add(entry);
    }

    /**
     * @param works pieces of work that it answered
     */
    void answered(Entry entry, Stage stage, int works, Instant ended) {
        learn(entry, ended);
        if (stage == Stage.STEP && works > 0) {
            steps.answered(entry.timing(), works);
        }
        completed++;
        trust.answered();
    }

    /** @param ofInstance whether that says something of the instance */
    void failed(boolean ofInstance) {
        failed++;
        if (ofInstance) {
            trust.failed();
        }
    }

    /** It took no call, because it is full. */
    void full(Instant now) {
        failed++;
        trust.full(now);
    }

    /** A call took much too long. */
    void stuck(Instant now) {
        trust.stuck(now);
    }

    boolean isIdle() {
        return underWay.isEmpty();
    }

    InstanceStatistics statistics(Instant now) {
        return new InstanceStatistics(
                underWay.size(),
                completed,
                failed,
                steps.learned(times),
                busy(now),
                underWay.stream().flatMap(entry -> entry.labels().stream()).toList());
    }

    private Duration busy(Instant now) {
        return underWay.isEmpty() || now.isBefore(busySince) ? busy : busy.plus(Duration.between(busySince, now));
    }

    /** Instances compute one call after the other: it could begin when the one before it ended. */
    private Instant start(Entry entry) {
        return entry.timing().begun().isAfter(lastEnd) ? entry.timing().begun() : lastEnd;
    }

    /**
     * Answers are booked on many threads: the one after this may have been before it. Of a call that may have waited for one that was taken back nothing
     * is learned, unless nothing is known.
     */
    private void learn(Entry entry, Instant ended) {
        Timing timing = entry.timing();
        if (occupied.isAfter(timing.begun()) && timing.learned().isPresent()) {
            return;
        }
        Instant start = lastEnd.isAfter(ended) ? timing.begun() : start(entry);
        times = times.with(timing.shape(), timing.rows(), Duration.between(start, ended), ended);
    }

    /** A call that is taken back is computed all the same, by most servers. */
    void leaves(Entry entry) {
        if (entry.timing().learned().isPresent()) {
            occupied = expectedEnd(later(start(entry), occupied), entry);
        }
    }

    private static Instant expectedEnd(Instant start, Entry entry) {
        return start.plusNanos((long) (entry.timing().expected() * 1e9));
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /** Does nothing for one that has ended. */
    void ends(Entry entry, Instant now) {
        Duration until = busy(now);
        if (underWay.removeIf(other -> isSame(other, entry)) && underWay.isEmpty()) {
            busy = until;
        }
        lastEnd = now.isAfter(lastEnd) ? now : lastEnd;
    }

    @SuppressWarnings("ReferenceEquality") // two calls may say the same of themselves
    private static boolean isSame(Entry one, Entry other) {
        return one == other;
    }

    private Outlook outlook(Instant now) {
        Instant free = Instant.MIN;
        boolean overdue = false;
        int priority = Integer.MIN_VALUE;
        for (Entry entry : underWay) {
            overdue |= !overdue(entry).isAfter(now);
            priority = Math.max(priority, entry.priority());
            Instant start = free.equals(Instant.MIN) ? Trials.earlier(start(entry), now) : free;
            Instant end = expectedEnd(start, entry);
            // What is late is thought to take as long again: the later it is, the less it is counted on.
            free = end.isBefore(now) ? now.plus(Duration.between(end, now)) : end;
        }
        return new Outlook(
                underWay.size(),
                priority,
                free,
                times.asOf(now),
                trust.failures() + (overdue ? 1 : 0),
                overdue ? Instant.MAX : trust.doubtedUntil(!underWay.isEmpty(), now),
                overdue ? Duration.ZERO : trust.trial(!underWay.isEmpty(), now));
    }

    /** Nothing is known of when it is the turn of one that stands behind one of which nothing is known. */
    Instant overdue(Entry wanted) {
        Instant start = Instant.MIN;
        for (Entry entry : underWay) {
            if (entry.timing().learned().isEmpty()) {
                return Instant.MAX;
            }
            start = later(start, later(start(entry), occupied));
            if (isSame(entry, wanted)) {
                return Trust.overdue(start, entry.timing().learned().orElseThrow());
            }
            start = expectedEnd(start, entry);
        }
        return Instant.MAX;
    }

    private int filled() {
        int filled = 0;
        for (Entry entry : underWay) {
            filled += entry.filled() ? 1 : 0;
        }
        return filled;
    }

    private int charge() {
        int charge = 0;
        for (Entry entry : underWay) {
            charge += entry.charge();
        }
        return charge;
    }
}
