package dev.diffract.frontend.core.request;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Checks of single fields: each gives a value to go on with and, if the field is wrong, adds a fault. */
final class Checks {

    private Checks() {}

    static long whole(String pointer, Long value, long byDefault, long min, long max, List<Fault> faults) {
        if (value == null) {
            return byDefault;
        }
        if (value < min || value > max) {
            faults.add(new Fault(pointer, "must be from " + min + " to " + max + ", was " + value));
        }
        return value;
    }

    /** From 0 to 1. */
    static double share(String pointer, Double value, double byDefault, List<Fault> faults) {
        if (value == null) {
            return byDefault;
        }
        if (!(value >= 0 && value <= 1)) {
            faults.add(new Fault(pointer, "must be a number from 0 to 1, was " + value));
        }
        return value;
    }

    /**
     * @param ids those there are, for the message
     */
    static <T> Optional<T> choice(
            String pointer, String value, Function<String, Optional<T>> find, String ids, List<Fault> faults) {
        if (value == null) {
            return Optional.empty();
        }
        Optional<T> found = find.apply(value);
        if (found.isEmpty()) {
            faults.add(new Fault(pointer, "must be one of " + ids + ", was " + Shown.quoted(value)));
        }
        return found;
    }
}
