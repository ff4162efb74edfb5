package dev.diffract.frontend.imaging;

/** What the components of a JPEG file mean, which it says in several ways or leaves to be guessed. Not thread-safe. */
final class JpegColours {

    private static final String JFIF = "JFIF\0";
    private static final String ADOBE = "Adobe";
    private static final int ADOBE_KIND = 11;
    private static final int ADOBE_RGB = 0;
    private static final int HALF = 1 << 15;

    private boolean jfif;
    private int adobe = -1;

    /** Takes what a segment says of them, if it does. */
    void take(JpegSegment segment) throws UnreadableImageException {
        if (segment.marker() == JpegMarker.JFIF && segment.begins(JFIF)) {
            jfif = true;
        }
        if (segment.marker() == JpegMarker.ADOBE && segment.begins(ADOBE) && segment.length() > ADOBE_KIND) {
            adobe = segment.u8(ADOBE_KIND);
        }
    }

    /** Whether they are red, green and blue, and not brightness and two differences of colours. */
    boolean areRgb(JpegFrame frame) {
        if (frame.components().size() != 3 || jfif) {
            return false;
        }
        return adobe >= 0 ? adobe == ADOBE_RGB : frame.isOf('R', 'G', 'B');
    }

    /** Red of a brightness and a difference of red (ITU-T T.871, 7). */
    static int red(int y, int cr) {
        return within(y + ((91881 * (cr - 128) + HALF) >> 16));
    }

    /** Green of a brightness and both differences. */
    static int green(int y, int cb, int cr) {
        return within(y + ((HALF - 22554 * (cb - 128) - 46802 * (cr - 128)) >> 16));
    }

    /** Blue of a brightness and a difference of blue. */
    static int blue(int y, int cb) {
        return within(y + ((116130 * (cb - 128) + HALF) >> 16));
    }

    private static int within(int value) {
        return Math.max(0, Math.min(value, 255));
    }
}
