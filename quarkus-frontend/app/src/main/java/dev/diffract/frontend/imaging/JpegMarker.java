package dev.diffract.frontend.imaging;

/** Bytes that say what comes next in a JPEG file, each behind one that is 255 (ITU-T T.81, table B.1). */
final class JpegMarker {

    static final int BASELINE = 0xc0;
    static final int EXTENDED = 0xc1;
    static final int PROGRESSIVE = 0xc2;
    static final int LOSSLESS = 0xc3;
    static final int HUFFMAN_TABLES = 0xc4;
    static final int JPEG_EXTENSION = 0xc8;
    static final int ARITHMETIC_TABLES = 0xcc;
    static final int LAST_FRAME = 0xcf;

    /** The first of eight. */
    static final int RESTART = 0xd0;

    static final int START = 0xd8;
    static final int END = 0xd9;
    static final int SCAN = 0xda;
    static final int QUANTISATION = 0xdb;
    static final int LINES = 0xdc;
    static final int INTERVAL = 0xdd;
    static final int JFIF = 0xe0;
    static final int EXIF = 0xe1;
    static final int ADOBE = 0xee;
    static final int JPEG_LS = 0xf7;
    static final int NOTHING = 0x01;

    private JpegMarker() {}

    /** Whether it begins a header of a picture. */
    static boolean isFrame(int marker) {
        return marker >= BASELINE
                && marker <= LAST_FRAME
                && marker != HUFFMAN_TABLES
                && marker != JPEG_EXTENSION
                && marker != ARITHMETIC_TABLES;
    }

    /** Whether nothing belongs to it. */
    static boolean isAlone(int marker) {
        return marker == NOTHING || (marker >= RESTART && marker < RESTART + 8);
    }
}
