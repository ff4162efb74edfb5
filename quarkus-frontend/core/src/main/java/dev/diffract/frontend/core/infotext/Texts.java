package dev.diffract.frontend.core.infotext;

/** What strings can, for texts that are not to be copied. */
final class Texts {

    private Texts() {}

    static boolean startsWith(CharSequence text, String beginning, int from) {
        if (from + beginning.length() > text.length()) {
            return false;
        }
        for (int i = 0; i < beginning.length(); i++) {
            if (text.charAt(from + i) != beginning.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Where the next line begins, -1 if there is none. */
    static int nextLine(CharSequence text, int from) {
        int end = lineEnd(text, from);
        return end == text.length() ? -1 : end + 1;
    }

    /** Where the line that goes on at a place ends. */
    static int lineEnd(CharSequence text, int from) {
        int end = from;
        while (end < text.length() && text.charAt(end) != '\n') {
            end++;
        }
        return end;
    }

    /** How long a text is without white space at its end. */
    static int lengthWithoutBlanks(CharSequence text) {
        int end = text.length();
        while (end > 0 && Character.isWhitespace(text.charAt(end - 1))) {
            end--;
        }
        return end;
    }
}
