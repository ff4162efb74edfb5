package dev.diffract.frontend.core.request;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong with a request, each fault once; its checks of single fields give a value to go on with. */
final class Faults {

    private final List<Fault> found = new ArrayList<>();

    void add(Field field, Rule rule) {
        Fault fault = new Fault(field, rule);
        if (!found.contains(fault)) {
            found.add(fault);
        }
    }

    boolean none() {
        return found.isEmpty();
    }

    /** What to throw if there are any: without those that only follow from a field that is wrong by itself. */
    InvalidRequestException refusal() {
        Set<Field> wrong = found.stream()
                .filter(fault -> Companions.of(fault).isEmpty())
                .map(Fault::field)
                .collect(Collectors.toSet());
        return new InvalidRequestException(found.stream()
                .filter(fault -> Collections.disjoint(Companions.of(fault), wrong))
                .toList());
    }

    long whole(Field field, @Nullable Long value, long byDefault, long min, long max) {
        if (value == null) {
            return byDefault;
        }
        if (value < min || value > max) {
            add(field, new Rule.Whole(min, max, value));
        }
        return value;
    }

    double number(Field field, @Nullable Double value, double byDefault, double min, double max) {
        if (value == null) {
            return byDefault;
        }
        if (!(value >= min && value <= max)) {
            add(field, new Rule.Range(min, max, value));
        }
        return value;
    }

    /** From 0 to 1. */
    double share(Field field, @Nullable Double value, double byDefault) {
        return number(field, value, byDefault, 0, 1);
    }

    /**
     * @param choices those there are
     * @param id of a choice, as requests say it
     */
    <T> Optional<T> choice(
            Field field,
            @Nullable String value,
            Function<String, Optional<T>> find,
            T[] choices,
            Function<T, String> id) {
        if (value == null) {
            return Optional.empty();
        }
        Optional<T> found = find.apply(value);
        if (found.isEmpty()) {
            add(field, new Rule.OneOf(Stream.of(choices).map(id).toList(), value));
        }
        return found;
    }
}
