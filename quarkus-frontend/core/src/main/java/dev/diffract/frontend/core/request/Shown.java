package dev.diffract.frontend.core.request;

import java.math.BigDecimal;

/** Values as sentences show them. */
public final class Shown {

    private static final int LONGEST_QUOTE = 40;

    private Shown() {}

    /** Without superfluous zeros or an exponent. */
    public static String plain(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }

    /** A user's text in quotation marks, of at most 40 code points. */
    public static String quoted(String text) {
        int length = text.codePointCount(0, text.length());
        return length <= LONGEST_QUOTE
                ? "'" + text + "'"
                : "'" + text.substring(0, text.offsetByCodePoints(0, LONGEST_QUOTE)) + "…'";
    }
}
