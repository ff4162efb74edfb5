package dev.diffract.frontend.core.text;

/** What AUTOMATIC1111's patterns take for white space, which are Python's: what Unicode does, and its separators of files and records. */
final class Spaces {

    private static final char NEXT_LINE = 0x85;
    private static final char FIRST_SEPARATOR = 0x1c;

    private Spaces() {}

    static boolean isSpace(char c) {
        return (c >= '\t' && c <= '\r')
                || (c >= FIRST_SEPARATOR && c <= ' ')
                || c == NEXT_LINE
                || Character.isSpaceChar(c);
    }
}
