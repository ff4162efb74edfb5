package dev.diffract.frontend.core.text;

import dev.diffract.frontend.core.text.CharacterTable.CharacterClass;

/**
 * What AUTOMATIC1111's patterns take for words, which are Python's: letters and numbers of any kind, and the underscore, but no marks.
 * Which characters those are does not depend on this machine's Java, but on the table that the tokenizer reads.
 */
public final class Words {

    private static final int NONE = -1;

    private Words() {}

    public static boolean isLetter(int codePoint) {
        return CharacterTable.is(CharacterClass.LETTERS, codePoint);
    }

    /** Whether words are made of it. */
    public static boolean isOfWord(int codePoint) {
        return codePoint == '_' || isLetter(codePoint) || CharacterTable.is(CharacterClass.NUMBERS, codePoint);
    }

    /**
     * Where a word stands by itself.
     *
     * @param from where to begin to look
     * @return the first such place, or -1
     */
    static int find(CharSequence text, String word, int from) {
        for (int at = from; at + word.length() <= text.length(); at++) {
            if (stands(text, word, at)
                    && (at == 0 || !isOfWord(Character.codePointBefore(text, at)))
                    && (at + word.length() == text.length()
                            || !isOfWord(Character.codePointAt(text, at + word.length())))) {
                return at;
            }
        }
        return NONE;
    }

    private static boolean stands(CharSequence text, String word, int at) {
        for (int i = 0; i < word.length(); i++) {
            if (text.charAt(at + i) != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
