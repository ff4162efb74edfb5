package dev.diffract.frontend.core.infotext;

import dev.diffract.frontend.core.text.Words;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/** The lines after an infotext's parameters: a key and its value where a line says so, else something that is not read. */
final class LaterLines {

    /** What stands there and is neither prompt nor parameter. */
    static final String REST = "Not read";

    /** Lines that are looked at; extensions write two. */
    private static final int MOST_LINES = 100;

    private final Predicate<String> known;
    private final Map<String, StringBuilder> values = new LinkedHashMap<>();

    /**
     * @param known whether there is a value of a key already: a second one is not read
     */
    LaterLines(Predicate<String> known) {
        this.known = known;
    }

    /** What the lines from a place on say, of the same key with line ends between. */
    Map<String, String> read(CharSequence text, int from) {
        int lines = 0;
        int start = from;
        for (; start < text.length() && lines < MOST_LINES; start = Texts.lineEnd(text, start) + 1) {
            CharSequence line = text.subSequence(start, Texts.lineEnd(text, start));
            if (Texts.lengthWithoutBlanks(line) > 0) {
                take(line);
                lines++;
            }
        }
        if (start < text.length()) {
            add(REST, text.subSequence(start, text.length()));
        }
        Map<String, String> read = new LinkedHashMap<>();
        values.forEach((key, value) -> read.put(key, value.toString()));
        return read;
    }

    private void take(CharSequence line) {
        int colon = 0;
        while (colon < line.length()
                && (line.charAt(colon) == ' ' || Words.isLetter(Character.codePointAt(line, colon)))) {
            colon += Character.charCount(Character.codePointAt(line, colon));
        }
        String key = line.subSequence(0, colon).toString();
        if (colon > 0 && Texts.startsWith(line, ": ", colon) && !known.test(key)) {
            add(key, line.subSequence(colon + 2, line.length()));
        } else {
            add(REST, line);
        }
    }

    private void add(String key, CharSequence value) {
        StringBuilder before = values.get(key);
        if (before == null) {
            values.put(key, new StringBuilder(value));
        } else {
            before.append('\n').append(value);
        }
    }
}
