package dev.diffract.frontend.core.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.StringTokenizer;

/**
 * What the tokenizers library knows of characters, whatever this machine's Java does: they know different versions of Unicode,
 * and so do the parts of the library. {@code tests/parity/record_tokenizer_characters.py} asked it about every character.
 */
final class CharacterTable {

    private static final CharacterTable TABLE = read("characters.txt");

    /** The only character whose lower case, taken by itself, is two characters. */
    private static final int CAPITAL_I_WITH_DOT = 0x130;

    private final Map<CharacterClass, BitSet> classes = new EnumMap<>(CharacterClass.class);
    private final Map<Integer, Integer> distances = new HashMap<>();

    private CharacterTable() {
        for (CharacterClass which : CharacterClass.values()) {
            classes.put(which, new BitSet());
        }
    }

    /** The lines of the table. */
    enum CharacterClass {
        LETTERS,
        NUMBERS,
        SPACES,
        /** What words are made of: a token of single words is not recognised beside them. */
        WORDS,
        /** Marks that are sorted when a text is composed. */
        MARKS,
        /** All that takes part in a composition. */
        COMPOSING
    }

    static boolean is(CharacterClass which, int codePoint) {
        return TABLE.codePoints(which).get(codePoint);
    }

    /** Appends a character in lower case, taken by itself: the library knows no final sigma. */
    static void appendLower(StringBuilder target, int codePoint) {
        target.appendCodePoint(codePoint + TABLE.distances.getOrDefault(codePoint, 0));
        if (codePoint == CAPITAL_I_WITH_DOT) {
            target.append('\u0307');
        }
    }

    private BitSet codePoints(CharacterClass which) {
        return Objects.requireNonNull(classes.get(which));
    }

    private static CharacterTable read(String file) {
        try (InputStream in = Objects.requireNonNull(CharacterTable.class.getResourceAsStream(file), file)) {
            CharacterTable table = new CharacterTable();
            new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .forEach(table::line);
            return table;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A name and its ranges, as {@code lower 41-5a:20 c0-d6:20}. */
    private void line(String line) {
        StringTokenizer fields = new StringTokenizer(line, " ");
        String name = fields.nextToken();
        while (fields.hasMoreTokens()) {
            Range range = Range.of(fields.nextToken());
            switch (name) {
                case "lower" -> lower(range, 1);
                case "lower_of_every_second" -> lower(range, 2);
                default ->
                    codePoints(CharacterClass.valueOf(name.toUpperCase(Locale.ROOT)))
                            .set(range.first(), range.last() + 1);
            }
        }
    }

    private void lower(Range range, int step) {
        for (int codePoint = range.first(); codePoint <= range.last(); codePoint += step) {
            distances.put(codePoint, range.distance());
        }
    }

    /** @param distance from each character to its lower case; 0 where none stands */
    private record Range(int first, int last, int distance) {

        static Range of(String text) {
            int colon = text.indexOf(':');
            String ends = colon < 0 ? text : text.substring(0, colon);
            int dash = ends.indexOf('-');
            return new Range(
                    number(dash < 0 ? ends : ends.substring(0, dash)),
                    number(ends.substring(dash + 1)),
                    colon < 0 ? 0 : number(text.substring(colon + 1)));
        }

        private static int number(String hexadecimal) {
            return Integer.parseInt(hexadecimal, 16);
        }
    }
}
