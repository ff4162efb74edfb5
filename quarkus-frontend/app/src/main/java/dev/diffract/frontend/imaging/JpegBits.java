package dev.diffract.frontend.imaging;

/** The bits of a scan, up to the next marker (ITU-T T.81, F.2.2.5). Not thread-safe. */
final class JpegBits {

    private static final int MARK = 0xff;

    /** As many bits are kept as fit beside another byte. */
    private static final int FULL = Long.SIZE - Byte.SIZE;

    private final byte[] file;
    private int next;
    private long kept;
    private int count;
    private boolean stopped;

    /**
     * @param start of the scan's data in the file
     */
    JpegBits(byte[] file, int start) {
        this.file = file;
        this.next = start;
    }

    /** About where in the file the next bit stands: a few bytes before this at most. */
    int at() {
        return Math.min(next, file.length);
    }

    /**
     * The next bits, which stay where they are; zeros where there are none any more.
     *
     * @param bits 1 to 16
     */
    int ahead(int bits) {
        if (count < bits) {
            keepMore();
        }
        int mask = (1 << bits) - 1;
        return (int) (count >= bits ? kept >>> (count - bits) : kept << (bits - count)) & mask;
    }

    /**
     * Goes on behind bits that were looked at.
     *
     * @throws UnreadableImageException if there are not as many
     */
    void skip(int bits) throws UnreadableImageException {
        if (bits > count) {
            throw UnreadableImageException.brokenJpeg(at() < file.length ? JpegFault.PIXELS : JpegFault.ENDS, at());
        }
        count -= bits;
    }

    /**
     * @throws UnreadableImageException if there is none
     */
    int bit() throws UnreadableImageException {
        return bits(1);
    }

    /**
     * A number of so many bits.
     *
     * @param bits 0 to 16
     * @throws UnreadableImageException if there are not as many
     */
    int bits(int bits) throws UnreadableImageException {
        if (bits == 0) {
            return 0;
        }
        int value = ahead(bits);
        skip(bits);
        return value;
    }

    /**
     * A number that is negative if its first bit is 0 (F.2.2.1).
     *
     * @param bits 0 to 15
     * @throws UnreadableImageException if there are not as many
     */
    int signed(int bits) throws UnreadableImageException {
        if (bits == 0) {
            return 0;
        }
        int value = bits(bits);
        return value >> (bits - 1) != 0 ? value : value - (1 << bits) + 1;
    }

    private void keepMore() {
        while (count < FULL && !stopped) {
            int value = next < file.length ? file[next] & 0xff : MARK;
            boolean plain = value != MARK;
            if (!plain && (next + 1 >= file.length || file[next + 1] != 0)) {
                stopped = true;
                return;
            }
            kept = kept << Byte.SIZE | value;
            count += Byte.SIZE;
            next += plain ? 1 : 2;
        }
    }

    /** Where the marker stands that ends this part of the scan, or the file's end. */
    int end() {
        int at = next;
        while (at < file.length && !isMarker(at)) {
            at++;
        }
        return at;
    }

    private boolean isMarker(int at) {
        return (file[at] & 0xff) == MARK && at + 1 < file.length && file[at + 1] != 0 && (file[at + 1] & 0xff) != MARK;
    }

    /**
     * Goes on behind a marker that ends a part of the scan and begins another.
     *
     * @param number of it, 0 to 7
     * @throws UnreadableImageException if another one stands there, or none
     */
    void restart(int number) throws UnreadableImageException {
        int at = end();
        if (at + 1 >= file.length) {
            throw UnreadableImageException.brokenJpeg(JpegFault.ENDS, at);
        }
        if ((file[at + 1] & 0xff) != JpegMarker.RESTART + number) {
            throw UnreadableImageException.brokenJpeg(JpegFault.PIXELS, at);
        }
        next = at + 2;
        count = 0;
        stopped = false;
    }
}
