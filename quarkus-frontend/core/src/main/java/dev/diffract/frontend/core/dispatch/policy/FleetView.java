package dev.diffract.frontend.core.dispatch.policy;

import dev.diffract.frontend.core.dispatch.policy.Roster.Served;
import dev.diffract.frontend.core.fleet.InstanceSnapshot;
import dev.diffract.frontend.core.inference.CallShape;
import dev.diffract.frontend.core.inference.TritonInstance;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How all instances are, at one moment. Immutable to who asks, and thread-safe: what is looked for in all instances is found once for all
 * work that asks the same.
 */
public final class FleetView {

    private final List<InstanceView> instances;
    private final List<Awaited> awaited;
    private final Roster roster;
    private final Speeds speeds;
    private final BitSet doubted = new BitSet();
    private final BitSet open = new BitSet();
    private final Map<Served, BitSet> undoubted = new ConcurrentHashMap<>();

    /** One where nothing is awaited, and all that was learned is of late. */
    public FleetView(List<InstanceView> instances) {
        this(instances, List.of(), Instant.MIN);
    }

    /**
     * @param instances in a stable order
     * @param awaited work that will come in a moment
     * @param now when it is: what was learned counts less the older it is
     */
    public FleetView(List<InstanceView> instances, List<Awaited> awaited, Instant now) {
        this(null, new Roster(instances.stream().map(InstanceView::snapshot).toList()), instances, awaited, now);
    }

    /**
     * How it is later. What is known of the instances whose view is the same object is not found out anew.
     *
     * @param next of the same instances as {@code later}
     */
    public FleetView next(Roster next, List<InstanceView> later, List<Awaited> coming, Instant time) {
        return new FleetView(this, next, later, coming, time);
    }

    private FleetView(
            @Nullable FleetView before,
            Roster roster,
            List<InstanceView> instances,
            List<Awaited> awaited,
            Instant now) {
        this.instances = List.copyOf(instances);
        this.awaited = List.copyOf(awaited);
        this.roster = roster;
        BitSet changed = new BitSet();
        if (before == null || before.instances.size() != instances.size()) {
            changed.set(0, instances.size());
            speeds = new Speeds(this.instances, now);
        } else {
            for (int place = 0; place < instances.size(); place++) {
                changed.set(place, !before.instances.get(place).equals(this.instances.get(place)));
            }
            doubted.or(before.doubted);
            open.or(before.open);
            speeds = before.speeds.next(this.instances, changed, now);
        }
        for (int place = changed.nextSetBit(0); place >= 0; place = changed.nextSetBit(place + 1)) {
            Outlook outlook = this.instances.get(place).outlook();
            doubted.set(place, outlook.isDoubted());
            open.set(place, outlook.calls() < 2);
        }
    }

    /** In a stable order. */
    public List<InstanceView> instances() {
        return instances;
    }

    /** Work that will come in a moment. */
    public List<Awaited> awaited() {
        return awaited;
    }

    /** What the instances take for calls. */
    public Speeds speeds() {
        return speeds;
    }

    /**
     * @param snapshot what was found out by asking it
     * @param underWay calls that it was given and has not answered; one that fills its batch counts as all that could have shared it
     * @param filled of those under way the calls that fill their batch
     * @param lastChosen grows with every choice of any instance: of two, the one with the smaller number was chosen longer
     *     ago; 0 if never
     * @param outlook what is foreseen of it
     */
    public record InstanceView(InstanceSnapshot snapshot, int underWay, int filled, long lastChosen, Outlook outlook) {

        /**
         * Calls under way on one instance that fill their batch: one is computed, and the next is there when it ends. More would be
         * no faster, and each takes the memory of a whole batch.
         */
        public static final int MOST_FILLED = 2;

        public TritonInstance instance() {
            return snapshot.instance();
        }

        /** Rows that one call of such work may have, at least 1; 0 if the instance does not serve its model. */
        public int largestBatch(Work work) {
            return snapshot.largestBatch(work.model());
        }

        /** As how many calls it counts: those of its size that its batch has room for, or one that is open to others. */
        public int charge(Work work) {
            long own = Math.max(1, work.cost().rows());
            return work.exact().isPresent() ? Math.toIntExact((rows(work) + own - 1) / own) : 1;
        }

        /** Rows that a call of the work has here. */
        public long rows(Work work) {
            long own = work.cost().rows();
            return work.exact().isPresent() ? Math.max(own, largestBatch(work)) : own;
        }

        /** The digest of what computes here, for work that has to be the same to the bit; empty for other work. */
        public Optional<String> engines(Work work) {
            return work.exact().flatMap(exact -> engines(work.checkpoint(), exact));
        }

        private Optional<String> engines(String checkpoint, Exact exact) {
            return snapshot.engines(checkpoint, exact.models());
        }

        /** Whether it is the same object: it is looked for in lists of its own moment, in every decision. */
        @Override
        public boolean equals(@Nullable Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    private BitSet serving(Work work) {
        return work.exact().isPresent()
                ? roster.alike(work.checkpoint(), work.exact().get())
                : roster.serving(new Served(work.model(), work.checkpoint()));
    }

    /** Who is healthy and serves a model of a checkpoint. */
    List<InstanceView> serving(String model, String checkpoint) {
        return views(roster.serving(new Served(model, checkpoint)));
    }

    /** Whether somebody serves its model and checkpoint, by whatever engine. */
    public boolean anyServes(Work work) {
        return !roster.serving(new Served(work.model(), work.checkpoint())).isEmpty();
    }

    /** Why nobody can do work that has to be the same to the bit, for users; empty if somebody can. */
    public Optional<String> absence(String checkpoint, Exact exact) {
        if (!roster.alike(checkpoint, exact).isEmpty()) {
            return Optional.empty();
        }
        if (exact.engines().isPresent()) {
            return Optional.of("No healthy slice has the engines "
                    + exact.engines().get() + ", the only ones that give these pictures to the bit.");
        }
        boolean served = instances.stream()
                .anyMatch(view -> exact.models().stream()
                        .allMatch(model -> view.snapshot().serves(model, checkpoint)));
        return Optional.of(
                served
                        ? "No healthy slice tells what it computes with, so none draws the same to the bit every time."
                        : "No healthy slice serves all models that a picture needs to be the same to the bit every time.");
    }

    /** How an instance is; empty if it is not of the fleet. */
    public Optional<InstanceView> find(TritonInstance instance) {
        int place = roster.place(instance);
        return place < 0 ? Optional.empty() : Optional.of(instances.get(place));
    }

    /**
     * Who can do the work: all that are healthy, have it not already, and serve it by an engine that is not unfit for it. Of work that has to be the same
     * to the bit those that round as it asks.
     */
    public List<InstanceView> serving(Waiting waiting) {
        return views(places(waiting));
    }

    /** Whether somebody can do the work. */
    public boolean anyServes(Waiting waiting) {
        return !places(waiting).isEmpty();
    }

    /** Whether the work was tried by all that can do it. */
    public boolean allTried(Waiting waiting) {
        BitSet serving = places(waiting);
        return waiting.tried().isEmpty()
                ? serving.isEmpty()
                : serving.stream()
                        .allMatch(place ->
                                waiting.tried().contains(instances.get(place).instance()));
    }

    private BitSet places(Waiting waiting) {
        BitSet serving = serving(waiting.work());
        if (waiting.unfit().isEmpty() && waiting.at().isEmpty()) {
            return serving;
        }
        String model = waiting.work().model();
        return where(
                serving,
                view -> !waiting.at().contains(view.instance())
                        && !waiting.unfit()
                                .contains(view.snapshot().engine(model).orElseThrow()));
    }

    /**
     * Who may be given the work: of those that can do it those where it did not fail, or all if it failed everywhere; and of these those that are
     * not doubted, or all if all are.
     */
    public List<InstanceView> candidates(Waiting waiting) {
        return views(candidatePlaces(waiting));
    }

    /** How an instance is if it may be given the work. */
    public Optional<InstanceView> candidate(Waiting waiting, TritonInstance instance) {
        int place = roster.place(instance);
        return place >= 0 && candidatePlaces(waiting).get(place) ? Optional.of(instances.get(place)) : Optional.empty();
    }

    /** The same by their places; not to be changed. */
    BitSet candidatePlaces(Waiting waiting) {
        Work work = waiting.work();
        if (waiting.hasConditions()) {
            BitSet serving = places(waiting);
            BitSet untried = where(serving, view -> !waiting.tried().contains(view.instance()));
            return undoubted(untried.isEmpty() ? serving : untried);
        }
        return undoubted.computeIfAbsent(
                new Served(work.model(), work.checkpoint()), key -> undoubted(roster.serving(key)));
    }

    private BitSet undoubted(BitSet all) {
        if (!all.intersects(doubted)) {
            return all;
        }
        BitSet some = (BitSet) all.clone();
        some.andNot(doubted);
        return some.isEmpty() ? all : some;
    }

    private BitSet where(BitSet all, Predicate<InstanceView> wanted) {
        BitSet some = (BitSet) all.clone();
        all.stream().filter(place -> !wanted.test(instances.get(place))).forEach(some::clear);
        return some;
    }

    private List<InstanceView> views(BitSet places) {
        return places.stream().mapToObj(instances::get).toList();
    }

    /** Those that are given nothing while others can do it; not to be changed. */
    BitSet doubted() {
        return doubted;
    }

    /** Those that have less than two calls; not to be changed. */
    BitSet open() {
        return open;
    }

    /**
     * How long an instance takes for a call, as far as is known or hoped. With every failure since its last answer it is thought to take twice
     * as long: what seems well and answers nothing gets no more calls than others are too busy for.
     *
     * @param rows of the whole call
     * @return seconds
     */
    public double expected(InstanceView view, CallShape shape, long rows) {
        return speeds.expected(view, shape, rows);
    }

    /** Whether an instance that gets no work now may get some without anybody changing anything. */
    public boolean anyMayRecover() {
        return instances.stream().anyMatch(view -> view.snapshot().mayRecover());
    }
}
