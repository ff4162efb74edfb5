package dev.diffract.frontend.imaging;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
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
    private static final int LONG = 4;
    private static final int UNDEFINED = 7;

    /** Where the list of what is said of the exposure begins, in which comments stand. */
    private static final int EXPOSURE = 0x8769;

    private static final int COMMENT = 0x9286;

    /** Says that the comment is in UTF-16. */
    private static final byte[] UNICODE = "UNICODE\0".getBytes(StandardCharsets.US_ASCII);

    /** A directory of one entry: how many there are, the entry, and that no other directory follows. */
    private static final int DIRECTORY = 2 + ENTRY + 4;

    /** Bytes of a comment: what a segment holds but its length and what stands before the comment. */
    private static final int MOST = 65_533 - 6 - HEAD - 2 * DIRECTORY - 8;

    private static final String CUT = "…";

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
        ByteBuffer data =
                ByteBuffer.wrap(segment.file(), start, segment.end() - start).slice();
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

    /**
     * A segment with a text where other tools look for a picture's parameters: as the comment of its user, in UTF-16. Of a text that is
     * too long for a segment, of more than 32 700 units of UTF-16, the end is left out and an ellipsis stands there.
     *
     * @return what stands in the segment
     */
    static byte[] comment(String text) {
        byte[] comment = fitting(text).getBytes(StandardCharsets.UTF_16BE);
        ByteBuffer segment =
                ByteBuffer.allocate(NAME.length() + HEAD + 2 * DIRECTORY + UNICODE.length + comment.length);
        segment.put(NAME.getBytes(StandardCharsets.US_ASCII));
        segment.putShort(BIG_ENDIAN).putShort((short) TIFF).putInt(HEAD);
        putDirectory(segment, EXPOSURE, LONG, 1, HEAD + DIRECTORY);
        putDirectory(segment, COMMENT, UNDEFINED, UNICODE.length + comment.length, HEAD + 2 * DIRECTORY);
        return segment.put(UNICODE).put(comment).array();
    }

    private static String fitting(String text) {
        int most = MOST / Character.BYTES;
        if (text.length() <= most) {
            return text;
        }
        int end = most - CUT.length();
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + CUT;
    }

    private static void putDirectory(ByteBuffer segment, int tag, int type, int count, int value) {
        segment.putShort((short) 1);
        segment.putShort((short) tag).putShort((short) type).putInt(count).putInt(value);
        segment.putInt(0);
    }
}
