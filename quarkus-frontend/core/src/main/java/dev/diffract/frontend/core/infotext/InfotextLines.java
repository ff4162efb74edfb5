package dev.diffract.frontend.core.infotext;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An infotext in its parts.
 *
 * @param prompts the lines above the parameters; all of it if there are none
 * @param values the parameters, those of later lines included
 * @param present whether there are parameters
 */
record InfotextLines(String prompts, Map<String, String> values, boolean present) {

    private static final int FEWEST_PARAMETERS = 3;
    private static final String FIRST_KEY = "Steps:";

    /** Lines that begin as parameters do, counted from the end: a prompt may have such lines, too, but not many. */
    private static final int MOST_CANDIDATES = 8;

    /** What stands there and is neither prompt nor parameter. */
    private static final String REST = "Not read";

    static InfotextLines of(CharSequence infotext) {
        String text = withPlainLineEnds(infotext).stripTrailing();
        PairReader pairs = new PairReader(text);
        Deque<Integer> starts = new ArrayDeque<>();
        for (int start = 0; start >= 0; start = nextLine(text, start)) {
            if (text.startsWith(FIRST_KEY, start)) {
                starts.push(start);
            }
        }
        int tried = 0;
        for (int start : starts) {
            PairReader.Pairs found = pairs.read(start);
            if (found.values().size() >= FEWEST_PARAMETERS) {
                return parts(infotext, text, start, found);
            }
            if (++tried == MOST_CANDIDATES) {
                break;
            }
        }
        int last = text.lastIndexOf('\n') + 1;
        PairReader.Pairs found = pairs.read(last);
        return found.values().size() >= FEWEST_PARAMETERS
                ? parts(infotext, text, last, found)
                : withoutParameters(withPlainLineEnds(infotext));
    }

    /** A prompt, unless it is JSON, as other programs write; that may also stand behind a prompt. */
    private static InfotextLines withoutParameters(String text) {
        String stripped = text.stripTrailing();
        if (stripped.endsWith("}") || stripped.endsWith("]")) {
            for (int start = 0; start >= 0; start = nextLine(text, start)) {
                if (isJson(text, start)) {
                    return new InfotextLines(
                            text.substring(0, Math.max(0, start - 1)), Map.of(REST, text.substring(start)), false);
                }
            }
        }
        return new InfotextLines(text, Map.of(), false);
    }

    /** Whether a line begins an object with a key, or an array of objects: prompts have braces, too. */
    private static boolean isJson(String text, int start) {
        int first = skipBlanks(text, start);
        if (first == text.length()) {
            return false;
        }
        char next = text.charAt(Math.min(text.length() - 1, skipBlanks(text, first + 1)));
        return (text.charAt(first) == '{' && (next == '"' || next == '}'))
                || (text.charAt(first) == '[' && next == '{');
    }

    /** Not over more than a line end: lines that follow are looked at for themselves. */
    private static int skipBlanks(String text, int from) {
        int at = from;
        boolean ended = false;
        while (at < text.length() && Character.isWhitespace(text.charAt(at)) && !(ended && text.charAt(at) == '\n')) {
            ended |= text.charAt(at) == '\n';
            at++;
        }
        return at;
    }

    private static InfotextLines parts(CharSequence infotext, String text, int start, PairReader.Pairs found) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String line : text.substring(found.end()).lines().toList()) {
            int colon = line.indexOf(": ");
            boolean pair =
                    colon > 0 && line.substring(0, colon).chars().allMatch(c -> Character.isLetter(c) || c == ' ');
            if (!line.isBlank()) {
                values.merge(
                        pair ? line.substring(0, colon) : REST,
                        pair ? line.substring(colon + 2) : line,
                        (one, other) -> one + "\n" + other);
            }
        }
        Map<String, String> all = new LinkedHashMap<>(found.values());
        values.forEach(all::putIfAbsent);
        return new InfotextLines(text.substring(0, Math.max(0, start - 1)), all, true).asWritten(infotext);
    }

    /** With the prompts as they stand there: carriage returns of a prompt that was drawn here are its own. */
    private InfotextLines asWritten(CharSequence infotext) {
        String written = infotext.toString();
        if (written.indexOf('\r') < 0 || !values.getOrDefault("Version", "").startsWith("Diffract")) {
            return this;
        }
        int end = written.lastIndexOf("\n" + FIRST_KEY);
        return new InfotextLines(written.substring(0, Math.max(0, end)), values, present);
    }

    private static int nextLine(String text, int from) {
        int end = text.indexOf('\n', from);
        return end < 0 ? -1 : end + 1;
    }

    private static String withPlainLineEnds(CharSequence text) {
        StringBuilder plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\r') {
                plain.append(c);
            } else if (i + 1 == text.length() || text.charAt(i + 1) != '\n') {
                plain.append('\n');
            }
        }
        return plain.toString();
    }
}
