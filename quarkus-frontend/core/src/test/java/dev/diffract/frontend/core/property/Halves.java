package dev.diffract.frontend.core.property;

import java.util.ArrayList;
import java.util.List;

/** What is simpler than an event of two numbers: the same with half of one of them. */
public final class Halves {

    private Halves() {}

    /** Makes an event of its numbers. */
    @FunctionalInterface
    public interface Made<E> {
        E of(int one, int other);
    }

    /**
     * @param one 0 and up
     * @param other 1 and up
     */
    public static <E> List<E> of(int one, int other, Made<E> made) {
        List<E> simpler = new ArrayList<>();
        if (one > 0) {
            simpler.add(made.of(one / 2, other));
        }
        if (other > 1) {
            simpler.add(made.of(one, other / 2));
        }
        return simpler;
    }
}
