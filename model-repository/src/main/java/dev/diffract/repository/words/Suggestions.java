package dev.diffract.repository.words;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Names that somebody may have meant. */
public final class Suggestions {

    private static final int MOST_IN_PREFIX = 2;

    /** Names are shorter; comparing takes the product of two lengths. */
    private static final int LONGEST = 100;

    private Suggestions() {}

    /** {@code did you mean a or b?}, or what is right instead if nothing is near. */
    public static String sentence(String said, Collection<String> known, int most, String otherwise) {
        return question(near(said, known, most), otherwise);
    }

    /** The nearest name; empty if none is near, or what was said is too long to be meant for one. */
    public static Optional<String> nearest(String said, Collection<String> known) {
        return said.isBlank() || said.length() > LONGEST
                ? Optional.empty()
                : near(said, known, 1).stream().findFirst();
    }

    /** The nearest name that differs in so many letters at most, whatever their case and the characters between words. */
    public static Optional<String> within(int letters, String said, Collection<String> known) {
        String wanted = comparable(said);
        return said.length() > LONGEST
                ? Optional.empty()
                : known.stream()
                        .filter(name -> distance(wanted, comparable(name)) <= letters)
                        .min(Comparator.comparingInt(name -> distance(wanted, comparable(name))));
    }

    /**
     * What to say of a name that is none of the known ones, which all have a prefix: which of them are near, or all of them.
     *
     * @param prefix ends with the character that separates it from the rest
     * @return empty if the name has not that prefix and was not meant to have it
     */
    public static Optional<String> misspelt(String said, String prefix, Collection<String> known, int most) {
        List<String> near = near(said, prefix, known, most);
        return near.isEmpty() && !said.startsWith(prefix)
                ? Optional.empty()
                : Optional.of(question(near, "expected one of " + String.join(", ", known)));
    }

    /** Of names with a prefix, so that what is equal in all of them counts for nothing; or only that is misspelt. */
    private static List<String> near(String said, String prefix, Collection<String> known, int most) {
        if (said.startsWith(prefix)) {
            List<String> rests =
                    known.stream().map(name -> name.substring(prefix.length())).toList();
            return near(said.substring(prefix.length()), rests, most).stream()
                    .map(prefix::concat)
                    .toList();
        }
        int rest = said.indexOf(prefix.charAt(prefix.length() - 1)) + 1;
        String meant = prefix + said.substring(rest);
        boolean slip = distance(comparable(said.substring(0, rest)), comparable(prefix)) <= MOST_IN_PREFIX;
        return slip && known.contains(meant) ? List.of(meant) : List.of();
    }

    private static String question(List<String> near, String otherwise) {
        return near.isEmpty() ? otherwise : "did you mean " + String.join(" or ", near) + "?";
    }

    /** Names that begin with what was said; if none does, those that contain it or differ in a third of its letters, the nearest first. */
    private static List<String> near(String said, Collection<String> known, int most) {
        String wanted = comparable(said);
        List<String> longer = known.stream()
                .filter(name -> wanted.length() > 1 && comparable(name).startsWith(wanted))
                .limit(most)
                .toList();
        if (!longer.isEmpty()) {
            return longer;
        }
        return known.stream()
                .filter(name -> distance(wanted, comparable(name)) <= Math.max(1, wanted.length() / 3)
                        || (wanted.length() > 1 && comparable(name).contains(wanted)))
                .sorted(Comparator.comparingInt(name -> distance(wanted, comparable(name))))
                .limit(most)
                .toList();
    }

    private static String comparable(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[\\s_-]", "");
    }

    /** Levenshtein's distance with transpositions: letters to insert, delete, change, or to swap with the next one. */
    private static int distance(String left, String right) {
        int[][] table = new int[left.length() + 1][right.length() + 1];
        for (int i = 0; i <= left.length(); i++) {
            for (int j = 0; j <= right.length(); j++) {
                if (i == 0 || j == 0) {
                    table[i][j] = i + j;
                    continue;
                }
                int changed = table[i - 1][j - 1] + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
                int least = Math.min(changed, Math.min(table[i - 1][j], table[i][j - 1]) + 1);
                boolean swapped = i > 1
                        && j > 1
                        && left.charAt(i - 1) == right.charAt(j - 2)
                        && left.charAt(i - 2) == right.charAt(j - 1);
                table[i][j] = swapped ? Math.min(least, table[i - 2][j - 2] + 1) : least;
            }
        }
        return table[left.length()][right.length()];
    }
}
