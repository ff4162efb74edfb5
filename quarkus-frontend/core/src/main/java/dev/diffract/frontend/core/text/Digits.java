package dev.diffract.frontend.core.text;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * What AUTOMATIC1111's patterns take for digits, which are Python's, and so its numbers are made of: those of every script, such as
 * the full-width ones that a keyboard for Chinese writes. Which they are does not depend on this machine's Java.
 */
final class Digits {

    private static final int TEN = 10;

    /** Of each script, in rising order; the other nine follow it. They are Unicode 14's. */
    private static final int[] ZEROS = {
        0x30, 0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xde6, 0xe50, 0xed0,
        0xf20, 0x1040, 0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90, 0x1b50, 0x1bb0, 0x1c40, 0x1c50, 0xa620,
        0xa8d0, 0xa900, 0xa9d0, 0xa9f0, 0xaa50, 0xabf0, 0xff10, 0x104a0, 0x10d30, 0x11066, 0x110f0, 0x11136, 0x111d0,
        0x112f0, 0x11450, 0x114d0, 0x11650, 0x116c0, 0x11730, 0x118e0, 0x11950, 0x11c50, 0x11d50, 0x11da0, 0x16a60,
        0x16ac0, 0x16b50, 0x1d7ce, 0x1d7d8, 0x1d7e2, 0x1d7ec, 0x1d7f6, 0x1e140, 0x1e2f0, 0x1e950, 0x1fbf0
    };

    private Digits() {}

    /** Of a pattern: any of them, as ranges without the brackets around. */
    static String ranges() {
        return Arrays.stream(ZEROS)
                .mapToObj(zero -> Character.toString(zero) + '-' + Character.toString(zero + TEN - 1))
                .collect(Collectors.joining());
    }

    static boolean isDigit(int codePoint) {
        return value(codePoint) < TEN;
    }

    /** A number that Java reads: its digits are those of ASCII, and all else is as it was. */
    static String toAscii(String number) {
        return number.codePoints()
                .map(codePoint -> isDigit(codePoint) ? '0' + value(codePoint) : codePoint)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** How far a character is behind the last zero before it: its value if that is below ten, else it is no digit. */
    private static int value(int codePoint) {
        int place = Arrays.binarySearch(ZEROS, codePoint);
        if (place >= 0) {
            return 0;
        }
        return place == -1 ? TEN : codePoint - ZEROS[-place - 2];
    }
}
