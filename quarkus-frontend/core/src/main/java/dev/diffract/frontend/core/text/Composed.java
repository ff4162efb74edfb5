package dev.diffract.frontend.core.text;

import dev.diffract.frontend.core.text.CharacterTable.CharacterClass;
import java.text.Normalizer;

/**
 * Text in Unicode's form C, as the tokenizers library has it. Only what the library knows to take part in compositions is
 * given to Java, in pieces: how such characters compose is the same in all versions of Unicode that have them.
 *
 * <p>Marks behind a letter are sorted on the way, which takes the square of their number: beyond a number that no writing has,
 * those that follow are sorted for themselves.
 */
final class Composed {

    /** More than twice what Unicode's stream-safe text has (UAX 15, D4). */
    private static final int MOST_MARKS = 64;

    private final CharSequence text;
    private final StringBuilder composed;
    private int from;

    private Composed(CharSequence text) {
        this.text = text;
        this.composed = new StringBuilder(text.length());
    }

    static String of(CharSequence text) {
        return new Composed(text).compose();
    }

    private String compose() {
        int marks = 0;
        for (int i = 0; i < text.length(); ) {
            int codePoint = Character.codePointAt(text, i);
            int next = i + Character.charCount(codePoint);
            marks = CharacterTable.is(CharacterClass.MARKS, codePoint) ? marks + 1 : 0;
            if (!CharacterTable.is(CharacterClass.COMPOSING, codePoint)) {
                endPiece(i);
                composed.append(text, i, next);
                from = next;
            } else if (marks == MOST_MARKS) {
                endPiece(next);
                marks = 0;
            }
            i = next;
        }
        endPiece(text.length());
        return composed.toString();
    }

    private void endPiece(int end) {
        composed.append(Normalizer.normalize(text.subSequence(from, end), Normalizer.Form.NFC));
        from = end;
    }
}
