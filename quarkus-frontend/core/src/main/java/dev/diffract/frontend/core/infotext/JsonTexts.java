package dev.diffract.frontend.core.infotext;

/** JSON texts in quotation marks, in which values stand that would break a line. */
final class JsonTexts {

    private static final int HEXADECIMAL = 16;
    private static final int DIGITS = 4;
    private static final char REPLACEMENT = '\ufffd';

    private JsonTexts() {}

    static String quoted(String value) {
        return '"'
                + value.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\n", "\\n")
                        .replace("\r", "\\r")
                + '"';
    }

    /** Without its quotation marks and escapes. Halves of pairs of surrogates, which no file can hold, are replaced. */
    static String unquoted(CharSequence quoted) {
        StringBuilder text = new StringBuilder(quoted.length());
        for (int i = 1; i < quoted.length() - 1; i++) {
            char c = quoted.charAt(i);
            if (c != '\\' || i + 1 == quoted.length() - 1) {
                text.append(c);
                continue;
            }
            char escape = quoted.charAt(++i);
            int code = escape == 'u' ? hexadecimal(quoted, i + 1) : -1;
            text.append(code < 0 ? unescaped(escape) : (char) code);
            i += code < 0 ? 0 : DIGITS;
        }
        return whole(text);
    }

    private static String whole(StringBuilder text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isHighSurrogate(text.charAt(i))
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(text.charAt(i))) {
                text.setCharAt(i, REPLACEMENT);
            }
        }
        return text.toString();
    }

    private static int hexadecimal(CharSequence text, int from) {
        int code = 0;
        for (int i = from; i < from + DIGITS; i++) {
            int digit = i < text.length() - 1 ? Character.digit(text.charAt(i), HEXADECIMAL) : -1;
            if (digit < 0) {
                return -1;
            }
            code = code * HEXADECIMAL + digit;
        }
        return code;
    }

    private static char unescaped(char escape) {
        return switch (escape) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            default -> escape;
        };
    }
}
