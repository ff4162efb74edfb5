package dev.diffract.frontend.core.trace;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * What is told of a span.
 *
 * @param values a String or a Long each
 */
public record Facts(Map<Fact, Object> values) {

    public static final Facts NONE = new Facts(Map.of());

    public Facts {
        Map<Fact, Object> copy = new EnumMap<>(Fact.class);
        copy.putAll(values);
        values = Collections.unmodifiableMap(copy);
    }

    /** The same and one more. */
    public Facts with(Fact fact, String value) {
        return and(fact, value);
    }

    /** The same and one more. */
    public Facts with(Fact fact, long value) {
        return and(fact, value);
    }

    private Facts and(Fact fact, Object value) {
        Map<Fact, Object> more = new EnumMap<>(Fact.class);
        more.putAll(values);
        more.put(fact, value);
        return new Facts(more);
    }
}
