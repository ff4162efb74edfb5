package dev.diffract.frontend.imaging;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/** What cameras say beside a picture, which is laid out as a TIFF file (EXIF 2.32, 4.5). */
final class Exif {

    private static final String NAME = "Exif\0\0";
    private static final short LITTLE_ENDIAN = 0x4949;
    private static final short BIG_ENDIAN = 0x4d4d;
    private static final int TIFF = 42;
    private static final int HEAD = 8;

    private static final int ENTRY = 12;
    private static final int ORIENTATION = 0x112;
    private static final int SHORT = 3;

    private Exif() {}

    /**
     * How the picture is to be turned.
     *
     * @return empty if the segment is of something else, says nothing of it, or cannot be read: then nobody turns it
     */
    static Optional<Orientation> orientation(JpegSegment segment) {
        int start = segment.start() + NAME.length();
        if (!segment.begins(NAME) || segment.end() - start < HEAD) {
            return Optional.empty();
        }
        ByteBuffer data = ByteBuffer.wrap(segment.file(), start, segment.end() - start)
                .slice();
        short order = data.getShort(0);
        if (order != LITTLE_ENDIAN && order != BIG_ENDIAN) {
            return Optional.empty();
        }
        data.order(order == LITTLE_ENDIAN ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int directory = data.getInt(4);
        if (data.getShort(2) != TIFF || directory < 0 || directory > data.limit() - 2) {
            return Optional.empty();
        }
        int entries = Math.min(data.getShort(directory) & 0xffff, (data.limit() - directory - 2) / ENTRY);
        for (int i = 0; i < entries; i++) {
            int at = directory + 2 + i * ENTRY;
            if (data.getShort(at) == ORIENTATION) {
                return data.getShort(at + 2) == SHORT
                        ? Optional.of(Orientation.of(data.getShort(at + 8)))
                        : Optional.empty();
            }
        }
        return Optional.empty();
    }
}
