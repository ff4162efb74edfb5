package dev.diffract.builder.planning.mig;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Lists in sentences. */
final class Words {

    private Words() {}

    /** {@code 0, 2 or 4}. */
    static String or(Collection<?> things) {
        return joined(things, " or ");
    }

    /** {@code 2 x 3g.40gb and 1g.10gb}, in the order in which things first occur. */
    static String counted(Collection<?> things) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        things.forEach(thing -> counts.merge(thing.toString(), 1, Integer::sum));
        return joined(
                counts.entrySet().stream()
                        .map(entry ->
                                entry.getValue() == 1 ? entry.getKey() : entry.getValue() + " x " + entry.getKey())
                        .toList(),
                " and ");
    }

    private static String joined(Collection<?> things, String last) {
        List<String> words = things.stream().map(Object::toString).toList();
        int end = words.size() - 1;
        return end < 1
                ? String.join("", words)
                : words.stream().limit(end).collect(Collectors.joining(", ")) + last + words.get(end);
    }
}
