package dev.diffract.frontend.core.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.core.property.Property;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whatever comes, waits, is given and goes: the queue does what a simple one does that looks at all callers each time. */
class FairQueuePropertyTest {

    private static final int CALLERS = 12;

    private enum What {
        ADD,
        POLL,
        CHARGE,
        ENDED,
        REMOVE
    }

    private record Event(What what, int caller, int cost) {}

    @Test
    void theOrderIsThatOfASimpleQueue() {
        new Property<>(
                        FairQueuePropertyTest::event,
                        FairQueuePropertyTest::simpler,
                        FairQueuePropertyTest::isLikeSimple)
                .check(300, 120);
    }

    /** While both wait, nobody is given less for its weight than another by more than the largest demands of both. */
    @Test
    void nobodyWhoWaitsFallsBehind() {
        new Property<>(FairQueuePropertyTest::event, FairQueuePropertyTest::simpler, FairQueuePropertyTest::isFair)
                .check(300, 120);
    }

    private static Event event(RandomGenerator random) {
        What what = random.nextInt(3) == 0 ? What.ADD : What.values()[random.nextInt(What.values().length)];
        return new Event(what, random.nextInt(CALLERS), 1 + random.nextInt(20));
    }

    private static List<Event> simpler(Event event) {
        List<Event> simpler = new ArrayList<>();
        if (event.caller() > 0) {
            simpler.add(new Event(event.what(), event.caller() - 1, event.cost()));
        }
        if (event.cost() > 1) {
            simpler.add(new Event(event.what(), event.caller(), 1));
            simpler.add(new Event(event.what(), event.caller(), event.cost() - 1));
        }
        return simpler;
    }

    private static double weight(String caller) {
        return caller.equals("caller 0") ? 2 : 1;
    }

    private static void isLikeSimple(List<Event> events) {
        FairQueue<String> queue = new FairQueue<>(FairQueuePropertyTest::weight);
        SimpleQueue simple = new SimpleQueue();
        for (int i = 0; i < events.size(); i++) {
            Event event = events.get(i);
            String caller = "caller " + event.caller();
            switch (event.what()) {
                case ADD -> {
                    int parts = 1 + event.cost() % 3;
                    queue.add("picture " + i, caller, event.cost(), parts);
                    for (int part = 0; part < parts; part++) {
                        simple.add("picture " + i, caller, event.cost());
                    }
                }
                case POLL -> {
                    Predicate<String> may = picture -> Math.floorMod(picture.hashCode(), 20) >= event.cost() / 2;
                    assertThat(queue.poll(may).orElse(null)).isEqualTo(simple.poll(may));
                }
                case CHARGE -> {
                    queue.charge(caller, event.cost());
                    simple.give(caller, Math.max(simple.floor, simple.given.getOrDefault(caller, 0.0)), event.cost());
                }
                case ENDED -> {
                    queue.ended(event.cost(), Set.of(caller));
                    simple.ended(event.cost(), caller);
                }
                case REMOVE -> {
                    String first = simple.first(caller);
                    queue.remove(String.valueOf(first), caller);
                    simple.waiting.removeIf(one -> one.value().equals(first));
                }
            }
            assertThat(queue.inOrder().stream().findFirst().orElse(null)).isEqualTo(simple.peek());
            assertThat(queue.size()).isEqualTo(simple.waiting.size());
        }
        List<String> told = queue.inOrder();
        Set<String> taken = new LinkedHashSet<>(); // the first part of each
        while (queue.size() > 0) {
            taken.add(queue.poll(any -> true).orElseThrow());
        }
        assertThat(List.copyOf(taken)).isEqualTo(told);
    }

    private static void isFair(List<Event> events) {
        FairQueue<String> queue = new FairQueue<>(FairQueuePropertyTest::weight);
        Map<String, Double> costs = new HashMap<>();
        for (int i = 0; i < events.size(); i++) {
            for (int caller = 0; caller < 3; caller++) {
                costs.put(caller + " " + i, (double) events.get(i).cost());
                queue.add(caller + " " + i, "caller " + caller, events.get(i).cost(), 1);
            }
        }
        double[] given = new double[3];
        while (Stream.of("caller 0", "caller 1", "caller 2").allMatch(caller -> queue.size(caller, any -> true) > 0)) {
            String next = queue.poll(any -> true).orElseThrow();
            int caller = next.charAt(0) - '0';
            given[caller] += costs.getOrDefault(next, 0.0) / weight("caller " + caller);
            for (double other : given) {
                assertThat(Math.abs(given[caller] - other)).isLessThanOrEqualTo(2 * 20);
            }
        }
    }

    /** What the queue is to do, in as few words as possible. */
    private static final class SimpleQueue {
        private final List<One> waiting = new ArrayList<>();
        private final Map<String, Double> given = new HashMap<>();
        private double floor;

        private record One(String value, String caller, double cost) {}

        private final List<String> began = new ArrayList<>();

        private void add(String value, String caller, double cost) {
            if (first(caller) == null) {
                began.remove(caller);
                began.add(caller);
                given.merge(caller, floor, Math::max);
            }
            waiting.add(new One(value, caller, cost));
        }

        /** The first of whose caller was given least; of several whoever began to wait first. */
        private @Nullable One next(Predicate<String> may) {
            One next = null;
            for (One one :
                    waiting.stream().filter(some -> may.test(some.value())).toList()) {
                if (next == null
                        || given(one.caller()) < given(next.caller())
                        || (given(one.caller()) == given(next.caller())
                                && began.indexOf(one.caller()) < began.indexOf(next.caller()))) {
                    next = one;
                }
            }
            return next;
        }

        private double given(String caller) {
            return given.getOrDefault(caller, 0.0);
        }

        private @Nullable String peek() {
            One next = next(any -> true);
            return next == null ? null : next.value();
        }

        private @Nullable String first(String caller) {
            return waiting.stream()
                    .filter(one -> one.caller().equals(caller))
                    .map(One::value)
                    .findFirst()
                    .orElse(null);
        }

        private @Nullable String poll(Predicate<String> may) {
            One next = next(may);
            if (next == null) {
                return null;
            }
            give(next.caller(), given(next.caller()), next.cost());
            waiting.remove(next);
            return next.value();
        }

        private void give(String caller, double start, double cost) {
            floor = Math.max(floor, start);
            given.put(caller, start + cost / weight(caller));
        }

        private void ended(double cost, String caller) {
            double weights = weight(caller);
            for (String other : waiting.stream().map(One::caller).distinct().toList()) {
                weights += other.equals(caller) ? 0 : weight(other);
            }
            floor += cost / weights;
        }
    }
}
