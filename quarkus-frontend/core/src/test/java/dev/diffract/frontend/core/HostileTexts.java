package dev.diffract.frontend.core;

import java.util.List;
import java.util.stream.Stream;

/** Texts that patterns and parsers choke on that go back for every character: repetitions, and what keeps them from their end. */
public final class HostileTexts {

    /** Characters of each text. */
    public static final int LENGTH = 4000;

    /** Times a text is read at most, the lookups of single characters included: it would be {@link #LENGTH} if they were squared. */
    public static final long MOST_READS = 150;

    private static final List<String> PIECES = List.of(
            " ",
            "\n",
            "\r\n",
            "\t ",
            "1",
            "1.",
            "\uff11",
            "\ud835\udfcf",
            ":\uff11 AND ",
            ".",
            "a",
            "a ",
            "A",
            "_",
            ":",
            "a:",
            "a: ",
            ": 1",
            "(a:1",
            "(a:",
            "(",
            "((a",
            ")",
            "[",
            "[a:",
            "[:",
            "[a|b]",
            "[x:[",
            "|",
            "]",
            "<",
            "<a:",
            "<a",
            "<a:b",
            ">",
            ",",
            ", ",
            "a: b, ",
            "a: \"",
            "a: \"b",
            "\"",
            "\\",
            "\\\"",
            "\"\\",
            "a: {",
            "a: {b, ",
            "a: [\"",
            "{",
            "}",
            "{\"",
            "[{",
            "!\n",
            "a: b\n",
            "Steps: 1\n",
            "Steps: 1, a: b, c: \"\n",
            "Steps: 1, a: b, c: d\n",
            "Template: a\n",
            "Steps: 1, a\n",
            "Steps: \"\n",
            "BREAK",
            " BREAK ",
            "AND",
            " AND ",
            ":1 AND ",
            "+",
            "-",
            "+-",
            "a+ ",
            "(a)1",
            "(a)1.",
            "a.and ",
            "useLora ",
            ";",
            ";a",
            "/",
            "<|",
            "'s",
            "\u0301",
            "a\u0301\u0323",
            "\ud83d\ude42",
            "\u00a0",
            "\u0130",
            "=",
            "0x",
            "1x1",
            "\\u00",
            "\\u0041");

    /** Of a picture: enough to be taken for some. */
    private static final String PARAMETERS = "Steps: 1, Sampler: a, Seed: 2, Size: 64x64";

    private HostileTexts() {}

    /** All of them. */
    public static Stream<String> all() {
        return all(LENGTH);
    }

    /**
     * All of them, in the same order whatever the length.
     *
     * @param length characters of what is repeated in each
     */
    public static Stream<String> all(int length) {
        return PIECES.stream().flatMap(piece -> {
            String many = piece.repeat(length / piece.length());
            return Stream.of(
                    many,
                    "a" + many + "!",
                    "(a:" + many,
                    "(a:" + many + ")",
                    "[a:" + many + "x]",
                    "\"" + many,
                    "a: \"" + many + "\" x",
                    "(\"" + many + "\")",
                    "a\n" + many + "b",
                    "data:image/" + many,
                    "<a:" + many + ">",
                    "<a:b>" + many,
                    many + "<a:b>" + many + "<a:b>",
                    "Steps: 1, Seed: " + many + "\n" + many,
                    many + "Steps: 1, a: b, c: d" + many,
                    PARAMETERS + "\n" + many,
                    PARAMETERS + "\n\u4e2d\n" + many,
                    PARAMETERS + ", Note: \"" + many + "\"\n" + many,
                    PARAMETERS + ", Note: \"\n" + many + "\n" + PARAMETERS + "\n" + many,
                    "a" + many + "\n" + PARAMETERS);
        });
    }
}
