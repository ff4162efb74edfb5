package dev.diffract.frontend.core.text;

import java.text.Normalizer;

/**
 * Text in Unicode's form C. Marks behind a letter are sorted on the way, which takes the square of their number: beyond a number
 * that no writing has, those that follow are sorted for themselves.
 */
final class Composed {

    /** More than twice what Unicode's stream-safe text has (UAX 15, D4). */
    private static final int MOST_MARKS = 64;

    private Composed() {}

    static String of(CharSequence text) {
        StringBuilder composed = null;
        int from = 0;
        int marks = 0;
        for (int i = 0; i < text.length(); ) {
            int codePoint = Character.codePointAt(text, i);
            i += Character.charCount(codePoint);
            marks = isMark(codePoint) ? marks + 1 : 0;
            if (marks == MOST_MARKS) {
                composed = composed == null ? new StringBuilder(text.length()) : composed;
                composed.append(Normalizer.normalize(text.subSequence(from, i), Normalizer.Form.NFC));
                from = i;
                marks = 0;
            }
        }
        String rest = Normalizer.normalize(text.subSequence(from, text.length()), Normalizer.Form.NFC);
        return composed == null ? rest : composed.append(rest).toString();
    }

    private static boolean isMark(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.COMBINING_SPACING_MARK -> true;
            default -> false;
        };
    }
}
