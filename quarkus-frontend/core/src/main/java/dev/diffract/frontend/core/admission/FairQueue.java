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
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * Who waits, in the order of fair shares: next is the caller who was given least for its weight, and of one caller whoever came first. A
 * caller who comes back after a pause is owed nothing for it. What waits may be of parts, which are given one by one. That is fair queueing by virtual time: a caller's is what it was given
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

    /** What waits of a value: so many parts, of the same cost each. */
    private static final class Entry<T> {
        private final T value;
        private final double cost;
        private int parts;

        private Entry(T value, double cost, int parts) {
            this.value = value;
            this.cost = cost;
            this.parts = parts;
        }
    }

    /** @param began grows with everybody who begins to wait */
    private record Position(String caller, double given, long began) {}

    /** @param weights of callers, above 0 */
    FairQueue(ToDoubleFunction<String> weights) {
        this.weights = weights;
    }

    /**
     * @param cost of a part
     * @param parts that are given one by one, at least 1
     */
    void add(T value, String caller, double cost, int parts) {
        Deque<Entry<T>> own = waiting.get(caller);
        if (own == null) {
            own = new ArrayDeque<>();
            waiting.put(caller, own);
            place(new Position(caller, given.merge(caller, floor, Math::max), numbers++));
        }
        own.add(new Entry<>(value, cost, parts));
        size += parts;
    }

    /** Parts that wait. */
    int size() {
        return size;
    }

    /** How many parts wait of some. */
    int size(Predicate<T> of) {
        return waiting.values().stream().mapToInt(own -> size(own, of)).sum();
    }

    /** How many parts of a caller's wait, of some of them. */
    int size(String caller, Predicate<T> of) {
        Deque<Entry<T>> own = waiting.get(caller);
        return own == null ? 0 : size(own, of);
    }

    private static <T> int size(Deque<Entry<T>> entries, Predicate<T> of) {
        return entries.stream()
                .filter(entry -> of.test(entry.value))
                .mapToInt(entry -> entry.parts)
                .sum();
    }

    /** Gives a part to the next of those that may: the caller's who was given least, and of those of one caller the first. With its last part it is taken out. */
    Optional<T> poll(Predicate<T> may) {
        for (Position position : order) {
            for (Iterator<Entry<T>> own = own(position.caller()).iterator(); own.hasNext(); ) {
                Entry<T> entry = own.next();
                if (may.test(entry.value)) {
                    entry.parts--;
                    if (entry.parts == 0) {
                        own.remove();
                    }
                    give(position.caller(), position.given(), entry.cost);
                    removed(position.caller(), 1);
                    return Optional.of(entry.value);
                }
            }
        }
        return Optional.empty();
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
        Deque<Entry<T>> own = waiting.getOrDefault(caller, new ArrayDeque<>());
        for (Iterator<Entry<T>> entries = own.iterator(); entries.hasNext(); ) {
            Entry<T> entry = entries.next();
            if (entry.value.equals(value)) {
                entries.remove();
                removed(caller, entry.parts);
                return;
            }
        }
    }

    /** All who wait, in the order in which they are given their next part as long as nobody comes and all may; each takes time that grows with the logarithm of the callers. */
    List<T> inOrder() {
        List<T> all = new ArrayList<>(size);
        PriorityQueue<Cursor<T>> callers = new PriorityQueue<>(Math.max(1, waiting.size()));
        waiting.forEach((caller, own) -> callers.add(new Cursor<>(
                callers.size(), weights.applyAsDouble(caller), given.getOrDefault(caller, 0.0), own.iterator())));
        for (Cursor<T> next = callers.poll(); next != null; next = callers.poll()) {
            Entry<T> entry = next.own.next();
            all.add(entry.value);
            if (next.own.hasNext()) {
                next.then += entry.parts * entry.cost / next.weight;
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

    private void removed(String caller, int parts) {
        size -= parts;
        if (own(caller).isEmpty()) {
            waiting.remove(caller);
            order.remove(Objects.requireNonNull(positions.remove(caller)));
            if (given.getOrDefault(caller, floor) <= floor) {
                given.remove(caller);
            }
        }
    }
}
