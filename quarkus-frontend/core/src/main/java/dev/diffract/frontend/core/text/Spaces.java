package dev.diffract.frontend.core.text;

/** What Unicode calls white space, as {@code \s} of patterns that know Unicode. */
final class Spaces {

    private static final char NEXT_LINE = 0x85;

    private Spaces() {}

    static boolean isSpace(char c) {
        return (c >= '\t' && c <= '\r') || c == NEXT_LINE || Character.isSpaceChar(c);
    }
}
