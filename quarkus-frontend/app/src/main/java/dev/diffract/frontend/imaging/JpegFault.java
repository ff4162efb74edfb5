package dev.diffract.frontend.imaging;

/** What can be wrong with a JPEG file. */
enum JpegFault {
    ENDS,
    NO_MARKER,
    SEGMENT,
    HEADER,
    TABLE,
    SCAN,
    CODE,
    PIXELS;

    /** In words, after a colon. */
    static String words(JpegFault fault) {
        return switch (fault) {
            case ENDS -> "it ends before its picture does";
            case NO_MARKER -> "there is no marker where one must stand";
            case SEGMENT -> "a segment is longer or shorter than what it holds";
            case HEADER -> "its header says what cannot be";
            case TABLE -> "a table is missing or cannot be";
            case SCAN -> "a scan says what cannot be, or what was before it does not allow";
            case CODE -> "its pixels have a code that no table has";
            case PIXELS -> "pixels are missing";
        };
    }
}
