package dev.diffract.frontend.core.infotext;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The line of {@code Key: value} pairs of an infotext. What is taken is gone; what is left over nobody knew. */
final class InfotextParameters {

    /** Keys have a bound, so that a long text without pairs is read in linear time. */
    private static final Pattern PAIR = Pattern.compile(
            "\\s*(?<!\\w)(\\w[\\w \\-/]{1,80}+):\\s*(\"(?:\\\\.|[^\\\\\"])++\"|[^,]*+)(?:,|$)",
            Pattern.UNICODE_CHARACTER_CLASS);

    private static final Pattern ESCAPE = Pattern.compile("\\\\(u[0-9a-fA-F]{4}|.)");

    private final Map<String, String> values;

    private InfotextParameters(Map<String, String> values) {
        this.values = values;
    }

    static InfotextParameters parse(String line) {
        Map<String, String> values = new LinkedHashMap<>();
        Matcher pair = PAIR.matcher(line);
        while (pair.find()) {
            values.put(pair.group(1), unquoted(pair.group(2)));
        }
        return new InfotextParameters(values);
    }

    int size() {
        return values.size();
    }

    boolean has(String key) {
        return values.containsKey(key);
    }

    Optional<String> look(String key) {
        return Optional.ofNullable(values.get(key));
    }

    @Nullable
    String text(String key) {
        return values.remove(key);
    }

    @Nullable
    Long whole(String key) {
        return take(key, value -> Optional.of(Long.valueOf(value)));
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
        if (value == null) {
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

    /** A JSON text without its quotes. */
    private static String unquoted(String value) {
        if (value.length() < 2 || !value.startsWith("\"") || !value.endsWith("\"")) {
            return value.strip();
        }
        return ESCAPE.matcher(value.substring(1, value.length() - 1))
                .replaceAll(escape -> Matcher.quoteReplacement(unescaped(escape.group(1))));
    }

    private static String unescaped(String escape) {
        return switch (escape.charAt(0)) {
            case 'n' -> "\n";
            case 't' -> "\t";
            case 'r' -> "\r";
            case 'b' -> "\b";
            case 'f' -> "\f";
            case 'u' ->
                escape.length() == 1 ? escape : String.valueOf((char) Integer.parseInt(escape.substring(1), 16));
            default -> escape;
        };
    }
}
