package dev.diffract.frontend.core.text;

import java.nio.charset.StandardCharsets;

/**
 * The characters that stand for bytes in a byte-level vocabulary: visible Latin-1 characters for themselves, the rest, in
 * order, for those from U+0100 on (Radford et al. 2019, GPT-2).
 */
final class ByteSymbols {

    private static final char[] SYMBOLS = symbols();

    private ByteSymbols() {}

    /** The symbols of a text's UTF-8 bytes. */
    static String of(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        StringBuilder symbols = new StringBuilder(bytes.length);
        for (byte b : bytes) {
            symbols.append(SYMBOLS[b & 0xff]);
        }
        return symbols.toString();
    }

    private static char[] symbols() {
        char[] symbols = new char[256];
        char next = 256;
        for (char b = 0; b < symbols.length; b++) {
            boolean visible = (b >= '!' && b <= '~') || (b >= '¡' && b <= '¬') || b >= '®';
            symbols[b] = visible ? b : next++;
        }
        return symbols;
    }
}
