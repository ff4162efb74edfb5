package dev.diffract.frontend.imaging;

/** The bytes of a JPEG file as they come about: segments, then the bits of a scan. Not thread-safe. */
final class JpegOutput {

    private static final int MARK = 0xff;

    private final Blocks file = new Blocks();
    private long kept;
    private int count;

    void marker(int marker) {
        file.write(MARK);
        file.write(marker);
    }

    /**
     * @param data at most 65533 bytes
     */
    void segment(int marker, byte[] data) {
        marker(marker);
        file.write((data.length + 2) >> 8);
        file.write(data.length + 2);
        file.write(data, 0, data.length);
    }

    /**
     * @param code the last bits of it
     * @param length of them, at most 16
     */
    void bits(int code, int length) {
        kept = kept << length | (code & ((1 << length) - 1));
        count += length;
        while (count >= Byte.SIZE) {
            count -= Byte.SIZE;
            int next = (int) (kept >> count) & 0xff;
            file.write(next);
            if (next == MARK) { // so that it is no marker
                file.write(0);
            }
        }
    }

    /** Fills the last byte of a scan up. */
    void endBits() {
        bits(-1, (Byte.SIZE - count) % Byte.SIZE);
    }

    byte[] join() {
        return file.join();
    }
}
