package dev.diffract.repository.words;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Names that somebody may have meant. */
public final class Suggestions {

    private Suggestions() {}

    /** {@code did you mean a or b?}, or what is right instead if nothing is near. */
    public static String sentence(String said, Collection<String> known, int most, String otherwise) {
        List<String> near = near(said, known, most);
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
