package dev.diffract.frontend.core.dispatch;

import dev.diffract.frontend.core.dispatch.policy.CallTimes;
import dev.diffract.frontend.core.dispatch.policy.FleetView;
import dev.diffract.frontend.core.dispatch.policy.FleetView.InstanceView;
import dev.diffract.frontend.core.dispatch.policy.Outlook;
import dev.diffract.frontend.core.dispatch.policy.Stage;
import dev.diffract.frontend.core.dispatch.policy.Work;
import dev.diffract.frontend.core.fleet.InstanceSnapshot;
import dev.diffract.frontend.core.inference.CallShape;
import dev.diffract.frontend.core.inference.TritonInstance;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * What every instance has been given. A call counts from its beginning, however long it takes until the instance itself
 * reports it. Of an instance that is not of the fleet it keeps nothing but the calls under way. Thread-safe.
 */
final class LoadBook {

    private final Map<TritonInstance, Load> loads = new HashMap<>();
    private final Set<TritonInstance> fleet = new HashSet<>();
    private final Returns returns = new Returns();
    private long choices;
    private long answers;
    private long lost;

    /**
     * What is known of the time of a call.
     *
     * @param rows of all of it
     * @param expected seconds that it takes from when the instance begins with it
     * @param learned what such calls took the instance of late; empty where too few were answered
     */
    record Timing(CallShape shape, long rows, Instant begun, double expected, OptionalDouble learned) {}

    /**
     * One call under way on an instance; told apart by identity, because labels repeat.
     *
     * @param priority the highest class of the work in it
     * @param engines digest of what computes it, if it has to be the same to the bit
     */
    record Entry(
            TritonInstance instance,
            List<String> labels,
            int charge,
            boolean filled,
            int priority,
            Optional<String> engines,
            Timing timing) {}

    /** The snapshots with what is under way, and what will come in a moment. */
    synchronized FleetView view(List<InstanceSnapshot> snapshots, Instant now) {
        List<InstanceView> views = new ArrayList<>(snapshots.size());
        for (InstanceSnapshot snapshot : snapshots) {
            Load load = loads.get(snapshot.instance());
            views.add(
                    load == null
                            ? new InstanceView(snapshot, 0, 0, 0, Outlook.IDLE)
                            : new InstanceView(
                                    snapshot, load.charge(), load.filled(), load.lastChoice, load.outlook(now)));
        }
        return new FleetView(views, returns.awaited(now));
    }

    /**
     * @param view of the instance that is given the call
     * @param works in the call, at least one
     */
    synchronized Entry begin(FleetView fleet, InstanceView view, List<Work> works, Instant now) {
        Work first = works.get(0);
        long own = works.stream().mapToLong(work -> work.cost().rows()).sum();
        long rows = Math.max(own, view.rows(first));
        List<String> labels = works.stream().map(work -> work.terms().label()).toList();
        Entry entry = new Entry(
                view.instance(),
                labels,
                view.charge(first),
                first.exact().isPresent(),
                works.stream()
                        .mapToInt(work -> work.terms().standing().at(now))
                        .max()
                        .orElseThrow(),
                view.engines(first),
                new Timing(
                        first.shape(),
                        rows,
                        now,
                        fleet.expected(view, first.shape(), rows),
                        view.outlook().times().learned(first.shape(), rows)));
        Load load = loads.computeIfAbsent(view.instance(), key -> new Load());
        load.lastChoice = ++choices;
        load.underWay.add(entry);
        return entry;
    }

    /** Work comes to wait. */
    synchronized void came(Work work, Instant now) {
        returns.came(work, now);
    }

    /**
     * @param answered what it did
     * @param ended when its answer came
     * @return how long it took
     */
    synchronized Duration succeeded(Entry entry, Stage stage, List<Work> answered, Instant ended) {
        Load load = loads.computeIfAbsent(entry.instance(), key -> new Load());
        load.learn(entry, ended);
        end(entry, ended);
        load.completed++;
        answers++;
        load.trust.answered();
        Duration took = Duration.between(entry.timing().begun(), ended);
        if (stage == Stage.STEP) {
            load.steps++;
            load.stepTime = load.stepTime.plus(took);
        }
        answered.forEach(work -> returns.answered(work, ended));
        return took;
    }

    /**
     * @param ofInstance whether that says something of the instance
     * @param brokeDown whether the instance broke down meanwhile
     */
    synchronized void failed(Entry entry, boolean ofInstance, boolean brokeDown, Instant now) {
        lost += brokeDown ? 1 : 0;
        Load load = end(entry, now);
        load.failed++;
        if (ofInstance) {
            load.trust.failed();
        }
    }

    /** It was taken back because it took too long. */
    synchronized void overdue(Entry entry, Instant now) {
        end(entry, now).trust.stuck(now);
    }

    /** When a call takes much longer than it should; {@link Instant#MAX} if that is not known. */
    synchronized Instant overdue(Entry entry) {
        Load load = loads.get(entry.instance());
        return load == null ? Instant.MAX : load.overdue(entry);
    }

    /** It ended neither done nor failed: the instance may go on with it. */
    synchronized void neither(Entry entry, Instant now) {
        loads.computeIfAbsent(entry.instance(), key -> new Load()).leaves(entry);
        end(entry, now);
    }

    synchronized Breaks.Tally tally() {
        return new Breaks.Tally(answers, lost);
    }

    /** The instance is of the fleet from now on. */
    synchronized void remember(TritonInstance instance) {
        fleet.add(instance);
    }

    /** Loses what is known of an instance that is gone, as soon as its last call has ended. */
    synchronized void forget(TritonInstance instance) {
        fleet.remove(instance);
        Load load = loads.get(instance);
        if (load != null) {
            drop(instance, load);
        }
    }

    synchronized InstanceStatistics statistics(TritonInstance instance) {
        Load load = loads.get(instance);
        if (load == null) {
            return InstanceStatistics.NONE;
        }
        List<String> doing =
                load.underWay.stream().flatMap(entry -> entry.labels().stream()).toList();
        Optional<Duration> mean = load.steps == 0 ? Optional.empty() : Optional.of(load.stepTime.dividedBy(load.steps));
        return new InstanceStatistics(load.underWay.size(), load.completed, load.failed, mean, doing);
    }

    private Load end(Entry entry, Instant now) {
        Load load = loads.computeIfAbsent(entry.instance(), key -> new Load());
        load.ends(entry, now);
        drop(entry.instance(), load);
        return load;
    }

    private void drop(TritonInstance instance, Load load) {
        if (!fleet.contains(instance) && load.underWay.isEmpty()) {
            loads.remove(instance);
        }
    }

    private static final class Load {
        private final List<Entry> underWay = new ArrayList<>();
        private CallTimes times = CallTimes.NONE;
        private Instant lastEnd = Instant.MIN;
        private Instant occupied = Instant.MIN;
        private long lastChoice;
        private long completed;
        private long failed;
        private final Trust trust = new Trust();
        private long steps;
        private Duration stepTime = Duration.ZERO;

        /** Instances compute one call after the other: it could begin when the one before it ended. */
        private Instant start(Entry entry) {
            return entry.timing().begun().isAfter(lastEnd) ? entry.timing().begun() : lastEnd;
        }

        /** Answers are booked on many threads: the one after this may have been before it. */
        private void learn(Entry entry, Instant ended) {
            Timing timing = entry.timing();
            Instant start = lastEnd.isAfter(ended) ? timing.begun() : start(entry);
            times = times.with(timing.shape(), timing.rows(), Duration.between(start, ended), ended);
        }

        /** A call that is taken back is computed all the same, by most servers. */
        private void leaves(Entry entry) {
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

        private void ends(Entry entry, Instant now) {
            underWay.removeIf(other -> isSame(other, entry));
            lastEnd = now.isAfter(lastEnd) ? now : lastEnd;
        }

        @SuppressWarnings("ReferenceEquality") // two calls may say the same of themselves
        private static boolean isSame(Entry one, Entry other) {
            return one == other;
        }

        private Outlook outlook(Instant now) {
            Instant free = Instant.MIN;
            for (Entry entry : underWay) {
                Instant start = free.equals(Instant.MIN) ? Trials.earlier(start(entry), now) : free;
                Instant end = expectedEnd(start, entry);
                // What is late is thought to take as long again: the later it is, the less it is counted on.
                free = end.isBefore(now) ? now.plus(Duration.between(end, now)) : end;
            }
            boolean overdue =
                    underWay.stream().anyMatch(entry -> !overdue(entry).isAfter(now));
            return new Outlook(
                    underWay.size(),
                    underWay.stream().mapToInt(Entry::priority).max().orElse(Integer.MIN_VALUE),
                    free,
                    times.asOf(now),
                    trust.failures() + (overdue ? 1 : 0),
                    overdue ? Instant.MAX : trust.doubtedUntil(!underWay.isEmpty(), now));
        }

        /** Nothing is known of when it is the turn of one that stands behind one of which nothing is known. */
        private Instant overdue(Entry wanted) {
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
            return (int) underWay.stream().filter(Entry::filled).count();
        }

        private int charge() {
            return underWay.stream().mapToInt(Entry::charge).sum();
        }
    }
}
