package dev.diffract.frontend.core.property;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Something that holds for every sequence of events. Where it does not, what is told is the seed and the smallest sequence that was found for
 * which it still does not: events are left out, many at a time and then fewer (delta debugging, Zeller and Hildebrandt 2002), and those that
 * are left are made simpler, until neither goes any further.
 *
 * @param events makes one
 * @param simpler what an event could be instead, each of which is simpler than it; empty if there is nothing simpler
 * @param holds throws if it does not; starts anew each time
 */
public record Property<E>(Function<RandomGenerator, E> events, Function<E, List<E>> simpler, Consumer<List<E>> holds) {

    /**
     * Tries as many sequences as there are seeds.
     *
     * @param seeds from 0 to this
     * @param most events in a sequence
     * @throws AssertionError if it does not hold
     */
    public void check(int seeds, int most) {
        for (int seed = 0; seed < seeds; seed++) {
            Random random = new Random(seed);
            int length = 1 + random.nextInt(most);
            List<E> sequence = new ArrayList<>();
            for (int i = 0; i < length; i++) {
                sequence.add(events.apply(random));
            }
            if (failure(sequence) != null) {
                List<E> least = shrunk(sequence);
                Throwable why = failure(least);
                throw new AssertionError(
                        "seed " + seed + ", " + length + " events, of which these are enough: " + least + ": "
                                + (why == null ? "not every time" : why.getMessage()),
                        why);
            }
        }
    }

    private @Nullable Throwable failure(List<E> sequence) {
        try {
            holds.accept(List.copyOf(sequence));
            return null;
        } catch (RuntimeException | AssertionError e) {
            return e;
        }
    }

    private List<E> shrunk(List<E> failing) {
        List<E> least = failing;
        for (List<E> next = smaller(least); next != null; next = smaller(least)) {
            least = next;
        }
        return least;
    }

    /** One that fails, too, and is shorter or simpler; null if none is found. */
    private @Nullable List<E> smaller(List<E> failing) {
        for (int out = (failing.size() + 1) / 2; out >= 1; out /= 2) {
            for (int from = 0; from + out <= failing.size(); from += out) {
                List<E> shorter = new ArrayList<>(failing.subList(0, from));
                shorter.addAll(failing.subList(from + out, failing.size()));
                if (failure(shorter) != null) {
                    return shorter;
                }
            }
        }
        for (int i = 0; i < failing.size(); i++) {
            for (E other : simpler.apply(failing.get(i))) {
                List<E> changed = new ArrayList<>(failing);
                changed.set(i, other);
                if (failure(changed) != null) {
                    return changed;
                }
            }
        }
        return null;
    }
}
