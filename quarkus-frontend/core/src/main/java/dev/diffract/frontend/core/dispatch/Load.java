package dev.diffract.frontend.core.dispatch;

import dev.diffract.frontend.core.dispatch.LoadBook.Entry;
import dev.diffract.frontend.core.dispatch.LoadBook.Timing;
import dev.diffract.frontend.core.dispatch.Views.Seen;
import dev.diffract.frontend.core.dispatch.policy.CallTimes;
import dev.diffract.frontend.core.dispatch.policy.FleetView.InstanceView;
import dev.diffract.frontend.core.dispatch.policy.Outlook;
import dev.diffract.frontend.core.dispatch.policy.Stage;
import dev.diffract.frontend.core.fleet.InstanceSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** What one instance has been given, and what was learned of it. Not thread-safe; its book guards it. */
final class Load {

    /** In the order in which it was given them. */
    private final List<Given> underWay = new ArrayList<>();

    private final Lapses lapses;
    private final Trust trust;
    private final Steps steps = new Steps();
    private final OthersWatch others = new OthersWatch();
    private CallTimes times = CallTimes.NONE;
    private Instant occupied = Instant.MIN;
    private Instant lastLeft = Instant.MIN;
    private Instant busySince = Instant.MIN;
    private Duration busy = Duration.ZERO;
    private long lastChoice;
    private long completed;
    private long failed;

    /**
     * A call under way.
     *
     * @param start when the instance could begin with it, as far as is known: it computes one call after the other
     */
    private record Given(Entry entry, Instant start) {

        /** One that was given to it before has ended. */
        private Given after(Instant end) {
            return new Given(entry, later(start, end));
        }
    }

    /** @param all what all instances together did */
    Load(Lapses.All all) {
        lapses = new Lapses(all);
        trust = new Trust(lapses);
    }

    Seen view(InstanceSnapshot snapshot, Instant now) {
        return new Seen(new InstanceView(snapshot, charge(), filled(), lastChoice, outlook(now)), changes(now));
    }

    /** @param choice its number among the choices of all instances */
    void begins(Entry entry, long choice) {
        if (underWay.isEmpty()) {
            busySince = entry.timing().begun();
        }
        lastChoice = choice;
        others.begins();
        underWay.add(new Given(entry, entry.timing().begun()));
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
        others.answered();
        trust.answered();
        computed(entry);
    }

    /**
     * @param ofInstance whether that says something of the instance
     * @param brokeDown whether it broke down meanwhile
     */
    void failed(Entry entry, boolean ofInstance, boolean brokeDown) {
        failed++;
        if (brokeDown) {
            trust.ended();
        }
        if (ofInstance) {
            trust.failed();
            computed(entry);
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

    /** It failed at a call that others did well. */
    void lapsed(Instant now) {
        lapses.lapsed(now);
    }

    /** Nobody asks for it any more. */
    void isForgotten() {
        lapses.forget();
    }

    /** Nothing is there any more. */
    void isAbsent() {
        trust.ended();
        others.forget();
    }

    OthersWatch others() {
        return others;
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
                underWay.stream()
                        .flatMap(given -> given.entry().labels().stream())
                        .toList());
    }

    private Duration busy(Instant now) {
        return underWay.isEmpty() || now.isBefore(busySince) ? busy : busy.plus(Duration.between(busySince, now));
    }

    /** Those that came after it may have ended before: calls of several models are computed side by side. */
    private Instant start(Entry entry) {
        int place = place(entry);
        return place < 0 ? entry.timing().begun() : underWay.get(place).start();
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
        Instant start = start(entry).isAfter(ended) ? timing.begun() : start(entry);
        times = times.with(timing.shape(), timing.rows(), Duration.between(start, ended), ended);
    }

    /** A call that is taken back is computed all the same, by most servers: in the time that such calls took. */
    void leaves(Entry entry) {
        entry.timing().learned().ifPresent(learned -> {
            occupied = end(later(start(entry), occupied), learned);
            lastLeft = later(entry.timing().begun(), lastLeft);
        });
    }

    /** What was given to it before is computed, or lost: calls are computed in their order. */
    private void computed(Entry entry) {
        if (!lastLeft.isAfter(entry.timing().begun())) {
            occupied = Instant.MIN;
        }
    }

    private static Instant end(Instant start, double seconds) {
        return start.plusNanos((long) (seconds * 1e9));
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /** Does nothing for one that has ended. */
    void ends(Entry entry, Instant now) {
        int place = place(entry);
        if (place < 0) {
            return;
        }
        Duration until = busy(now);
        underWay.remove(place);
        for (int later = place; later < underWay.size(); later++) {
            underWay.set(later, underWay.get(later).after(now));
        }
        if (underWay.isEmpty()) {
            busy = until;
        }
    }

    /** Among the calls under way; -1 if it has ended. */
    @SuppressWarnings("ReferenceEquality") // two calls may say the same of themselves
    private int place(Entry entry) {
        for (int place = 0; place < underWay.size(); place++) {
            if (underWay.get(place).entry() == entry) {
                return place;
            }
        }
        return -1;
    }

    private Outlook outlook(Instant now) {
        Instant free = Instant.MIN;
        boolean overdue = false;
        int priority = Integer.MIN_VALUE;
        for (Given given : underWay) {
            Entry entry = given.entry();
            overdue |= !overdue(entry).isAfter(now);
            priority = Math.max(priority, entry.priority());
            Instant start = free.equals(Instant.MIN) ? Trials.earlier(given.start(), now) : free;
            Instant end = end(start, entry.timing().expected());
            // What is late is thought to take as long again: the later it is, the less it is counted on.
            free = end.isBefore(now) ? now.plus(Duration.between(end, now)) : end;
        }
        return new Outlook(
                underWay.size(),
                priority,
                free,
                times.beside(others.others()),
                trust.failures() + (overdue ? 1 : 0),
                overdue ? Instant.MAX : trust.doubtedUntil(!underWay.isEmpty(), now),
                overdue ? Duration.ZERO : trust.trial(!underWay.isEmpty(), now));
    }

    /** When it looks different although nothing happens: when a call is late, or overdue, or trust returns. */
    private Instant changes(Instant now) {
        Instant at = trust.changes(now);
        Instant free = Instant.MIN;
        for (Given given : underWay) {
            Instant overdue = overdue(given.entry());
            at = overdue.isAfter(now) ? Trials.earlier(at, overdue) : at;
            free = end(
                    free.equals(Instant.MIN) ? given.start() : free,
                    given.entry().timing().expected());
            at = Trials.earlier(at, given.start().isAfter(now) ? now : free);
        }
        return at;
    }

    /** Nothing is known of when it is the turn of one that stands behind one of which nothing is learned. */
    Instant overdue(Entry wanted) {
        Instant free = occupied;
        int place = place(wanted);
        for (int before = 0; before < place; before++) {
            Given given = underWay.get(before);
            OptionalDouble learned = given.entry().timing().learned();
            if (learned.isEmpty()) {
                return Instant.MAX;
            }
            free = end(later(free, given.start()), learned.getAsDouble());
        }
        return place < 0
                ? Instant.MAX
                : overdue(wanted.timing(), later(free, underWay.get(place).start()));
    }

    private static Instant overdue(Timing timing, Instant start) {
        if (timing.learned().isPresent()) {
            return Trust.overdue(start, timing.learned().getAsDouble());
        }
        if (timing.scaled().isPresent()) {
            return Trust.overdueAtFirst(start, timing.scaled().getAsDouble());
        }
        return timing.others().isPresent()
                ? Trust.overdueByOthers(start, timing.others().getAsDouble())
                : Instant.MAX;
    }

    private int filled() {
        int filled = 0;
        for (Given given : underWay) {
            filled += given.entry().filled() ? 1 : 0;
        }
        return filled;
    }

    private int charge() {
        int charge = 0;
        for (Given given : underWay) {
            charge += given.entry().charge();
        }
        return charge;
    }
}
