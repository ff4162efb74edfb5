package dev.diffract.frontend.core.dispatch;

import dev.diffract.frontend.core.dispatch.policy.FleetView;
import dev.diffract.frontend.core.dispatch.policy.FleetView.InstanceView;
import dev.diffract.frontend.core.dispatch.policy.Outlook;
import dev.diffract.frontend.core.dispatch.policy.Stage;
import dev.diffract.frontend.core.dispatch.policy.Work;
import dev.diffract.frontend.core.fleet.FleetListener;
import dev.diffract.frontend.core.fleet.InstanceSnapshot;
import dev.diffract.frontend.core.fleet.ServerCounts;
import dev.diffract.frontend.core.inference.CallShape;
import dev.diffract.frontend.core.inference.TritonInstance;
import java.time.Instant;
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
final class LoadBook implements FleetListener {

    private final Map<TritonInstance, Load> loads = new HashMap<>();
    private final Set<TritonInstance> fleet = new HashSet<>();
    private final Returns returns = new Returns();
    private final Lapses.All lapses = new Lapses.All();
    private final Views views = new Views(this::look);
    private FleetView latest = new FleetView(List.of());
    private long choices;
    private long answers;
    private long lost;

    /**
     * What is known of the time of a call.
     *
     * @param rows of all of it
     * @param expected seconds that it takes from when the instance begins with it
     * @param learned what such calls took the instance of late; empty where too few were answered
     * @param scaled what they would take by what it took for calls of the same model and another size; empty where none was answered
     * @param others what they took the slowest of the others, where it has answered none of the model; empty where nobody has
     */
    record Timing(
            CallShape shape,
            long rows,
            Instant begun,
            double expected,
            OptionalDouble learned,
            OptionalDouble scaled,
            OptionalDouble others) {}

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
        List<InstanceView> all = views.all(snapshots, now);
        latest = latest.next(views.roster(), all, returns.awaited(now), now);
        return latest;
    }

    private Views.Seen look(InstanceSnapshot snapshot, Instant now) {
        Load load = loads.get(snapshot.instance());
        return load == null
                ? new Views.Seen(new InstanceView(snapshot, 0, 0, 0, Outlook.IDLE), Instant.MAX)
                : load.view(snapshot, now);
    }

    /** What an instance has, which is about to change. */
    private Load change(TritonInstance instance) {
        views.changed(instance);
        return load(instance);
    }

    private Load load(TritonInstance instance) {
        return loads.computeIfAbsent(instance, key -> new Load(lapses));
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
        OptionalDouble scaled = view.outlook().times().scaled(first.shape(), rows);
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
                        view.outlook().times().learned(first.shape(), rows),
                        scaled,
                        scaled.isPresent()
                                ? OptionalDouble.empty()
                                : fleet.speeds().slowest(first.shape(), rows)));
        change(view.instance()).begins(entry, ++choices);
        return entry;
    }

    /** Work comes to wait. */
    synchronized void came(Work work, Instant now) {
        returns.came(work, now);
    }

    /**
     * @param answered what it did
     * @param ended when its answer came
     */
    synchronized void succeeded(Entry entry, Stage stage, List<Work> answered, Instant ended) {
        Load load = change(entry.instance());
        load.answered(entry, stage, answered.size(), ended);
        end(entry, ended);
        answers++;
        answered.forEach(work -> returns.answered(work, ended));
    }

    /**
     * @param ofInstance whether that says something of the instance
     * @param brokeDown whether the instance broke down meanwhile
     */
    synchronized void failed(Entry entry, boolean ofInstance, boolean brokeDown, Instant now) {
        lost += brokeDown ? 1 : 0;
        end(entry, now).failed(entry, ofInstance, brokeDown);
    }

    /** The instance did not take it, because it is full. */
    synchronized void full(Entry entry, Instant now) {
        end(entry, now).full(now);
    }

    /** It was taken back because it took too long. */
    synchronized void overdue(Entry entry, Instant now) {
        end(entry, now).stuck(now);
    }

    /** Others did well what the instance failed at. */
    synchronized void lapsed(TritonInstance instance, Instant now) {
        if (loads.containsKey(instance)) {
            change(instance).lapsed(now);
        }
    }

    /** When a call takes much longer than it should; {@link Instant#MAX} if that is not known. */
    synchronized Instant overdue(Entry entry) {
        Load load = loads.get(entry.instance());
        return load == null ? Instant.MAX : load.overdue(entry);
    }

    /** It ended neither done nor failed: the instance may go on with it. */
    synchronized void neither(Entry entry, Instant now) {
        change(entry.instance()).leaves(entry);
        end(entry, now);
    }

    synchronized Breaks.Tally tally() {
        return new Breaks.Tally(answers, lost);
    }

    @Override
    public synchronized void counted(TritonInstance instance, Optional<ServerCounts> counts, Instant now) {
        if (!fleet.contains(instance)) {
            return;
        }
        Load load = load(instance);
        if (load.others().counted(counts, load.isIdle(), now)) {
            views.changed(instance);
        }
    }

    /** The instance is of the fleet from now on. */
    @Override
    public synchronized void added(TritonInstance instance) {
        fleet.add(instance);
    }

    @Override
    public synchronized void changed(InstanceSnapshot snapshot) {
        Load load = loads.get(snapshot.instance());
        if (load != null && snapshot.absent()) {
            views.changed(snapshot.instance());
            load.isAbsent();
        }
    }

    /** Loses what is known of an instance that is gone, as soon as its last call has ended. */
    @Override
    public synchronized void removed(TritonInstance instance) {
        fleet.remove(instance);
        Load load = loads.get(instance);
        if (load != null) {
            drop(instance, load);
        }
    }

    synchronized InstanceStatistics statistics(TritonInstance instance, Instant now) {
        Load load = loads.get(instance);
        return load == null ? InstanceStatistics.NONE : load.statistics(now);
    }

    private Load end(Entry entry, Instant now) {
        Load load = change(entry.instance());
        load.ends(entry, now);
        drop(entry.instance(), load);
        return load;
    }

    private void drop(TritonInstance instance, Load load) {
        if (!fleet.contains(instance) && load.isIdle()) {
            loads.remove(instance);
            load.isForgotten();
            views.changed(instance);
        }
    }
}
