package dev.diffract.frontend.core.text;

import dev.diffract.frontend.core.text.CharacterTable.CharacterClass;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntPredicate;

/**
 * Cuts a normalised text as CLIP's pattern does: into the endings of English contractions, runs of letters, single numbers and
 * runs of what is neither that nor white space.
 */
final class Pieces {

    /** A lower-cased special token is no special token, but does not grow together with what follows it. */
    private static final List<List<String>> SPECIAL =
            List.of(List.of("<|", "startoftext", "|>"), List.of("<|", "endoftext", "|>"));

    private static final List<String> ENDINGS = List.of("'s", "'t", "'re", "'ve", "'m", "'ll", "'d");

    private final String text;
    private final Consumer<String> pieces;
    private int at;

    private Pieces(String text, Consumer<String> pieces) {
        this.text = text;
        this.pieces = pieces;
    }

    /** @param pieces gets them from left to right, none empty */
    static void cut(String text, Consumer<String> pieces) {
        Pieces rest = new Pieces(text, pieces);
        while (rest.at < text.length()) {
            rest.next();
        }
    }

    private void next() {
        int codePoint = text.codePointAt(at);
        if (is(CharacterClass.SPACES, codePoint)) {
            at += Character.charCount(codePoint);
        } else if (codePoint == '<' && special()) {
            return;
        } else if (codePoint == '\'' && ending()) {
            return;
        } else if (is(CharacterClass.LETTERS, codePoint)) {
            take(run(c -> is(CharacterClass.LETTERS, c)));
        } else if (is(CharacterClass.NUMBERS, codePoint)) {
            take(Character.charCount(codePoint));
        } else {
            take(run(Pieces::isOther));
        }
    }

    private boolean special() {
        for (List<String> parts : SPECIAL) {
            if (text.startsWith(String.join("", parts), at)) {
                parts.forEach(part -> take(part.length()));
                return true;
            }
        }
        return false;
    }

    private boolean ending() {
        for (String ending : ENDINGS) {
            if (text.startsWith(ending, at)) {
                take(ending.length());
                return true;
            }
        }
        return false;
    }

    private int run(IntPredicate of) {
        int end = at;
        while (end < text.length() && of.test(text.codePointAt(end))) {
            end += Character.charCount(text.codePointAt(end));
        }
        return end - at;
    }

    private void take(int length) {
        pieces.accept(text.substring(at, at + length));
        at += length;
    }

    private static boolean isOther(int codePoint) {
        return !is(CharacterClass.SPACES, codePoint)
                && !is(CharacterClass.LETTERS, codePoint)
                && !is(CharacterClass.NUMBERS, codePoint);
    }

    private static boolean is(CharacterClass which, int codePoint) {
        return CharacterTable.is(which, codePoint);
    }
}
