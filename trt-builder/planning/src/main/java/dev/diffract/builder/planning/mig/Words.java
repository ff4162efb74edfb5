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

    /**
     * The name with the article that is spoken before it. Names of cards begin with a letter that is spelled out, as in an H100; where a
     * vowel follows it is read as a word.
     */
    static String withArticle(String name) {
        boolean word = name.matches("[A-Z][AEIOU][A-Z].*");
        return ((word ? "AEIOU" : "AEFHILMNORSX").indexOf(name.charAt(0)) < 0 ? "a " : "an ") + name;
    }

    private static String joined(Collection<?> things, String last) {
        List<String> words = things.stream().map(Object::toString).toList();
        int end = words.size() - 1;
        return end < 1
                ? String.join("", words)
                : words.stream().limit(end).collect(Collectors.joining(", ")) + last + words.get(end);
    }
}
