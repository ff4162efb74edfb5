package dev.diffract.frontend.core.dispatch.policy;

import dev.diffract.frontend.core.fleet.InstanceSnapshot;
import dev.diffract.frontend.core.inference.CallShape;
import dev.diffract.frontend.core.inference.TritonInstance;
import java.util.Comparator;
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

    /** Failures in a row beyond these count no more: where there is much to do, everybody is tried again. */
    private static final int MOST_FAILURES = 4;

    private final List<InstanceView> instances;
    private final List<Awaited> awaited;
    private final Speeds speeds;
    private final Map<Served, List<InstanceView>> serving = new ConcurrentHashMap<>();
    private final Map<Served, List<InstanceView>> undoubted = new ConcurrentHashMap<>();

    /** One where nothing is awaited. */
    public FleetView(List<InstanceView> instances) {
        this(instances, List.of());
    }

    /**
     * @param instances in a stable order
     * @param awaited work that will come in a moment
     */
    public FleetView(List<InstanceView> instances, List<Awaited> awaited) {
        this.instances = List.copyOf(instances);
        this.awaited = List.copyOf(awaited);
        this.speeds = new Speeds(this.instances);
    }

    private record Served(String model, String checkpoint) {}

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

    /** Who can do the work: all that are healthy and serve it, and of work that has to be the same to the bit those that round as it asks. */
    public List<InstanceView> serving(Work work) {
        return work.exact()
                .map(exact -> alike(work.checkpoint(), exact))
                .orElseGet(() -> serving(new Served(work.model(), work.checkpoint())));
    }

    private List<InstanceView> serving(Served served) {
        return serving.computeIfAbsent(
                served,
                key -> instances.stream()
                        .filter(view -> view.snapshot().serves(key.model(), key.checkpoint()))
                        .toList());
    }

    /** Whether somebody serves its model and checkpoint, by whatever engine. */
    public boolean anyServes(Work work) {
        return !serving(new Served(work.model(), work.checkpoint())).isEmpty();
    }

    /** Who can do work that has to be the same to the bit. */
    public List<InstanceView> alike(String checkpoint, Exact exact) {
        Optional<String> wanted = exact.engines()
                .or(() -> instances.stream()
                        .flatMap(view -> view.engines(checkpoint, exact).stream())
                        .min(Comparator.naturalOrder()));
        return instances.stream()
                .filter(view ->
                        wanted.isPresent() && view.engines(checkpoint, exact).equals(wanted))
                .toList();
    }

    /** Why nobody can do work that has to be the same to the bit, for users; empty if somebody can. */
    public Optional<String> absence(String checkpoint, Exact exact) {
        if (!alike(checkpoint, exact).isEmpty()) {
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
        return instances.stream()
                .filter(view -> view.instance().equals(instance))
                .findFirst();
    }

    /** Who can do the work: all that are healthy, have it not already, and serve it by an engine that is not unfit for it. */
    public List<InstanceView> serving(Waiting waiting) {
        List<InstanceView> serving = serving(waiting.work());
        if (waiting.unfit().isEmpty() && waiting.at().isEmpty()) {
            return serving;
        }
        String model = waiting.work().model();
        return serving.stream()
                .filter(view -> !waiting.at().contains(view.instance()))
                .filter(view ->
                        !waiting.unfit().contains(view.snapshot().engine(model).orElseThrow()))
                .toList();
    }

    /**
     * Who may be given the work: of those that can do it those where it did not fail, or all if it failed everywhere; and of these those that are
     * not doubted, or all if all are.
     */
    public List<InstanceView> candidates(Waiting waiting) {
        Work work = waiting.work();
        if (work.exact().isEmpty()
                && waiting.unfit().isEmpty()
                && waiting.at().isEmpty()
                && waiting.tried().isEmpty()) {
            return undoubted.computeIfAbsent(
                    new Served(work.model(), work.checkpoint()), key -> undoubted(serving(key)));
        }
        List<InstanceView> untried =
                preferred(serving(waiting), view -> !waiting.tried().contains(view.instance()));
        return undoubted(untried);
    }

    private static List<InstanceView> undoubted(List<InstanceView> all) {
        return preferred(all, view -> !view.outlook().isDoubted());
    }

    private static List<InstanceView> preferred(List<InstanceView> all, Predicate<InstanceView> better) {
        List<InstanceView> some = all.stream().filter(better).toList();
        return some.isEmpty() ? all : some;
    }

    /**
     * How long an instance takes for a call, as far as is known or hoped. With every failure since its last answer it is thought to take twice
     * as long: what seems well and answers nothing gets no more calls than others are too busy for.
     *
     * @param rows of the whole call
     * @return seconds
     */
    public double expected(InstanceView view, CallShape shape, long rows) {
        return speeds.expected(view, shape, rows)
                * (1 << Math.min(view.outlook().failures(), MOST_FAILURES));
    }

    /** Whether an instance that gets no work now may get some without anybody changing anything. */
    public boolean anyMayRecover() {
        return instances.stream().anyMatch(view -> view.snapshot().mayRecover());
    }
}
