package dev.diffract.frontend.core.admission;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Who waits, in the order of fair shares: next is the caller who was given least for its weight, and of one caller whoever came first. A
 * caller who comes back after a pause is owed nothing for it. That is fair queueing by virtual time: a caller's is what it was given
 * divided by its weight, and nobody who waits falls behind another who waits by more than their largest demands. Time passes for those who
 * pause as if they were given their share, and who was given no more than that is forgotten. Not thread-safe.
 */
final class FairQueue<T> {

    private final ToDoubleFunction<String> weights;
    private final Map<String, Deque<Entry<T>>> waiting = new LinkedHashMap<>();

    /** Who waits, by what it was given; of those that were given the same whoever began to wait first. */
    private final NavigableSet<Position> order =
            new TreeSet<>(Comparator.comparingDouble(Position::given).thenComparingLong(Position::began));

    private final Map<String, Position> positions = new HashMap<>();
    private long numbers;

    /** The virtual times. */
    private final Map<String, Double> given = new HashMap<>();

    /** The time that passes for all: whoever comes begins there, at least. */
    private double floor;

    private int size;

    private record Entry<T>(T value, double cost) {}

    /** @param began grows with everybody who begins to wait */
    private record Position(String caller, double given, long began) {}

    /** @param weights of callers, above 0 */
    FairQueue(ToDoubleFunction<String> weights) {
        this.weights = weights;
    }

    void add(T value, String caller, double cost) {
        Deque<Entry<T>> own = waiting.get(caller);
        if (own == null) {
            own = new ArrayDeque<>();
            waiting.put(caller, own);
            place(new Position(caller, given.merge(caller, floor, Math::max), numbers++));
        }
        own.add(new Entry<>(value, cost));
        size++;
    }

    int size() {
        return size;
    }

    /** How many of a caller's wait. */
    int size(String caller) {
        Deque<Entry<T>> own = waiting.get(caller);
        return own == null ? 0 : own.size();
    }

    /** The next, or null if nobody waits. */
    @Nullable
    T peek() {
        return order.isEmpty() ? null : own(order.first().caller()).getFirst().value();
    }

    /** Takes the next out; it counts as given. */
    @Nullable
    T poll() {
        if (order.isEmpty()) {
            return null;
        }
        String caller = order.first().caller();
        Entry<T> entry = own(caller).removeFirst();
        give(caller, Objects.requireNonNull(given.get(caller)), entry.cost());
        removed(caller);
        return entry.value();
    }

    /** Somebody is given something without waiting. */
    void charge(String caller, double cost) {
        give(caller, Math.max(floor, given.getOrDefault(caller, 0.0)), cost);
    }

    private void give(String caller, double start, double cost) {
        floor = Math.max(floor, start);
        double now = start + cost / weights.applyAsDouble(caller);
        given.put(caller, now);
        Position before = positions.get(caller);
        if (before != null) {
            order.remove(before);
            place(new Position(caller, now, before.began()));
        }
    }

    private void place(Position position) {
        order.add(position);
        positions.put(position.caller(), position);
    }

    /**
     * What somebody was given is over: so much time has passed as each of all who wait or are being given something would have been given
     * of it. Who is not among them and is behind that is forgotten.
     *
     * @param callers who are being given something, the one included
     */
    void ended(double cost, Set<String> callers) {
        Set<String> busy = new HashSet<>(waiting.keySet());
        busy.addAll(callers);
        floor += cost / busy.stream().mapToDouble(weights).sum();
        given.entrySet().removeIf(one -> !waiting.containsKey(one.getKey()) && one.getValue() <= floor);
    }

    /** Callers that are remembered. */
    int remembered() {
        return given.size();
    }

    /** Takes somebody of a caller's out who does not want to wait any more; what was not given is not counted. */
    void remove(T value, String caller) {
        Deque<Entry<T>> own = waiting.get(caller);
        if (own != null && own.removeIf(entry -> entry.value().equals(value))) {
            removed(caller);
        }
    }

    /** All who wait, in the order in which they are next as long as nobody comes; each takes time that grows with the logarithm of the callers. */
    List<T> inOrder() {
        List<T> all = new ArrayList<>(size);
        PriorityQueue<Cursor<T>> callers = new PriorityQueue<>(Math.max(1, waiting.size()));
        waiting.forEach((caller, own) -> callers.add(new Cursor<>(
                callers.size(), weights.applyAsDouble(caller), given.getOrDefault(caller, 0.0), own.iterator())));
        for (Cursor<T> next = callers.poll(); next != null; next = callers.poll()) {
            Entry<T> entry = next.own.next();
            all.add(entry.value());
            if (next.own.hasNext()) {
                next.then += entry.cost() / next.weight;
                callers.add(next);
            }
        }
        return all;
    }

    /** One caller's, on the way through all who wait. */
    private static final class Cursor<T> implements Comparable<Cursor<T>> {
        private final int number;
        private final double weight;
        private final Iterator<Entry<T>> own;
        private double then;

        private Cursor(int number, double weight, double then, Iterator<Entry<T>> own) {
            this.number = number;
            this.weight = weight;
            this.then = then;
            this.own = own;
        }

        /** Of those that were given the same whoever began to wait first. */
        @Override
        public int compareTo(Cursor<T> other) {
            int least = Double.compare(then, other.then);
            return least == 0 ? Integer.compare(number, other.number) : least;
        }
    }

    /** Of somebody who waits. */
    private Deque<Entry<T>> own(String caller) {
        return Objects.requireNonNull(waiting.get(caller));
    }

    private void removed(String caller) {
        size--;
        if (own(caller).isEmpty()) {
            waiting.remove(caller);
            order.remove(Objects.requireNonNull(positions.remove(caller)));
            if (given.getOrDefault(caller, floor) <= floor) {
                given.remove(caller);
            }
        }
    }
}
