package dev.diffract.builder.plan;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Names that somebody may have meant. */
final class Suggestions {

    private Suggestions() {}

    /** {@code ": did you mean a or b?"}, or what is right instead if nothing is near. */
    static String sentence(String said, Collection<String> known, int most, String otherwise) {
        List<String> near = near(said, known, most);
        return near.isEmpty() ? otherwise : "did you mean " + String.join(" or ", near) + "?";
    }

    /** Names that contain what was said, and those within a third of its letters; the nearest first. */
    static List<String> near(String said, Collection<String> known, int most) {
        String wanted = comparable(said);
        record Rated(String name, int distance) {}
        return known.stream()
                .map(name -> new Rated(name, distance(wanted, comparable(name))))
                .filter(rated -> rated.distance() <= Math.max(1, wanted.length() / 3)
                        || wanted.length() > 1 && comparable(rated.name()).contains(wanted))
                .sorted(Comparator.comparingInt(Rated::distance))
                .map(Rated::name)
                .distinct()
                .limit(most)
                .toList();
    }

    private static String comparable(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[\\s_-]", "");
    }

    /** Levenshtein's distance: letters to insert, delete or change. */
    private static int distance(String left, String right) {
        int[] row = new int[right.length() + 1];
        for (int j = 0; j <= right.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= left.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= right.length(); j++) {
                int changed = diagonal + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[right.length()];
    }
}
