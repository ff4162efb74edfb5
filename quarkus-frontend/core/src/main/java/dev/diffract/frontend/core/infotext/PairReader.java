package dev.diffract.frontend.core.infotext;

import dev.diffract.frontend.core.text.Words;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Reads {@code Key: value, Key: value} out of a text, wherever it begins. Values are bare up to a comma or a line end, JSON texts,
 * which may go over several lines, or JSON objects and arrays. Each character is read a bounded number of times, whatever the text is:
 * where a quotation ends is known before, and one bracket without an end is enough to look for no other. Not thread-safe.
 */
final class PairReader {

    /** Characters of a key: a long text without pairs has no key that is longer. */
    private static final int LONGEST_KEY = 82;

    private static final int SHORTEST_KEY = 2;
    private static final int NONE = -1;

    private final CharSequence text;
    private final int length;
    private final int[] quoteEnds;
    private boolean bracketsClose = true;
    private int at;

    PairReader(CharSequence text) {
        this.text = text;
        this.length = text.length();
        this.quoteEnds = quoteEnds(text);
    }

    /**
     * Pairs that stand one after the other.
     *
     * @param end where the line ends that the last one stands in
     */
    record Pairs(Map<String, String> values, int end) {}

    /** The pairs of the line that begins at a place, and of the lines that its quotations go on in. */
    Pairs read(int from) {
        Map<String, String> values = new LinkedHashMap<>();
        at = from;
        int segment = from;
        while (at < length && text.charAt(at) != '\n') {
            char c = text.charAt(at);
            if (c == ',') {
                segment = ++at;
            } else if (c == ':') {
                Optional<String> key = key(segment, at++);
                if (key.isPresent()) {
                    values.put(key.get(), value());
                    segment = at;
                }
            } else {
                at++;
            }
        }
        return new Pairs(values, at);
    }

    /** What stands right before a colon and may be a key. */
    private Optional<String> key(int segment, int colon) {
        int start = colon;
        while (start > segment && colon - start < LONGEST_KEY && isOfKey(Character.codePointBefore(text, start))) {
            start -= Character.charCount(Character.codePointBefore(text, start));
        }
        while (start < colon && !Words.isOfWord(Character.codePointAt(text, start))) {
            start++;
        }
        boolean begun = start > segment && Words.isOfWord(Character.codePointBefore(text, start));
        return begun || colon - start < SHORTEST_KEY
                ? Optional.empty()
                : Optional.of(text.subSequence(start, colon).toString());
    }

    /** Leaves off behind the value and its comma, or at the end of the line. */
    private String value() {
        while (at < length && text.charAt(at) != '\n' && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        int start = at;
        int end = start < length ? closed(start) : NONE;
        if (end != NONE) {
            int behind = end;
            while (behind < length && text.charAt(behind) == ' ') {
                behind++;
            }
            if (behind == length || text.charAt(behind) == ',' || text.charAt(behind) == '\n') {
                at = behind;
                skipComma();
                CharSequence value = text.subSequence(start, end);
                return value.charAt(0) == '"' ? JsonTexts.unquoted(value) : value.toString();
            }
            bracketsClose &= text.charAt(start) == '"'; // what is inside is read again: once is enough
        }
        while (at < length && text.charAt(at) != ',' && text.charAt(at) != '\n') {
            at++;
        }
        String bare = text.subSequence(start, at).toString().strip();
        skipComma();
        return bare;
    }

    private void skipComma() {
        if (at < length && text.charAt(at) == ',') {
            at++;
        }
    }

    /** Where a quotation, object or array ends that begins at a place; {@link #NONE} if none begins there. */
    private int closed(int start) {
        char first = text.charAt(start);
        if (first == '"') {
            // An empty text is none, as AUTOMATIC1111 has it.
            return quoteEnds[start] > start + 1 ? quoteEnds[start] + 1 : NONE;
        }
        if ((first != '{' && first != '[') || !bracketsClose) {
            return NONE;
        }
        int depth = 0;
        for (int i = start; i < length; i++) {
            char c = text.charAt(i);
            if (c == '"') {
                if (quoteEnds[i] == NONE) {
                    break;
                }
                i = quoteEnds[i];
            } else if (c == '{' || c == '[') {
                depth++;
            } else if ((c == '}' || c == ']') && --depth == 0) {
                return i + 1;
            }
        }
        bracketsClose = false;
        return NONE;
    }

    /** For each quotation mark, where the quotation ends that would begin with it: at the next one that no backslash escapes. */
    private static int[] quoteEnds(CharSequence text) {
        int[] ends = new int[text.length()];
        Arrays.fill(ends, NONE);
        int next = NONE;
        // A mark after an odd number of backslashes ends nothing that began before them.
        for (int i = text.length() - 1; i >= 0; i--) {
            if (text.charAt(i) != '"') {
                continue;
            }
            ends[i] = next;
            int backslashes = 0;
            while (i - backslashes > 0 && text.charAt(i - backslashes - 1) == '\\') {
                backslashes++;
            }
            if (backslashes % 2 == 0) {
                next = i;
            }
            i -= backslashes;
        }
        return ends;
    }

    private static boolean isOfKey(int c) {
        return Words.isOfWord(c) || c == ' ' || c == '-' || c == '/';
    }
}
