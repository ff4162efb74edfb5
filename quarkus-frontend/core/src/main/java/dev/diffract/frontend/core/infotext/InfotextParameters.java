package dev.diffract.frontend.core.infotext;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The {@code Key: value} pairs of an infotext. What is taken is gone; what is left over nobody knew. */
final class InfotextParameters {

    private final Map<String, String> values;
    private final Set<String> refused;

    /**
     * @param refused keys that are left over whatever they say
     */
    InfotextParameters(Map<String, String> values, Set<String> refused) {
        this.values = new LinkedHashMap<>(values);
        this.refused = refused;
    }

    /** Whether there is such a key, be it refused. */
    boolean has(String key) {
        return values.containsKey(key);
    }

    Optional<String> look(String key) {
        return Optional.ofNullable(values.get(key)).filter(value -> !refused.contains(key));
    }

    /** A text that stands elsewhere than in a pair, or nothing if its key is refused: then it is left over under that. */
    @Nullable
    String unless(String key, @Nullable String text) {
        if (text == null || !refused.contains(key)) {
            return text;
        }
        values.put(key, text);
        return "";
    }

    /** Leaves a value over under a key, unless there is one. */
    void leave(String key, String value) {
        values.putIfAbsent(key, value);
    }

    @Nullable
    String text(String key) {
        return values.remove(key);
    }

    @Nullable
    Long whole(String key) {
        return take(
                key,
                value -> Optional.of(withoutZeros(value))
                        .filter(digits -> digits.chars()
                                .allMatch(c -> c <= 'z')) // not those of other scripts, as in all other numbers
                        .map(Long::valueOf));
    }

    @Nullable
    Double number(String key) {
        return take(key, value -> Optional.of(Double.valueOf(value)).filter(Double::isFinite));
    }

    /**
     * The value of a key, as something else.
     *
     * @param read may throw a {@link NumberFormatException} too where it finds nothing
     * @return null if there is no such key, or its value is none; it is left over then
     */
    <T> @Nullable T take(String key, Function<String, Optional<T>> read) {
        String value = values.get(key);
        if (value == null || refused.contains(key)) {
            return null;
        }
        try {
            Optional<T> found = read.apply(value);
            found.ifPresent(taken -> values.remove(key));
            return found.orElse(null);
        } catch (NumberFormatException none) {
            return null;
        }
    }

    Map<String, String> others() {
        return values;
    }

    /** Some programs write every number with a fraction: 20.0 is 20. */
    private static String withoutZeros(String value) {
        int dot = value.indexOf('.');
        return dot > 0 && value.chars().skip(dot + 1L).allMatch(digit -> digit == '0')
                ? value.substring(0, dot)
                : value;
    }
}
