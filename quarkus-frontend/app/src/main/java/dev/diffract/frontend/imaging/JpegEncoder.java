package dev.diffract.frontend.imaging;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * RGB bytes as a baseline JPEG file with its parameters in EXIF. The same input gives the same bytes. Stateless and thread-safe.
 */
public final class JpegEncoder {

    /** From this quality on colours are as fine as brightness; below, a half of that across and down. */
    private static final int FINE = 90;

    private static final int CHANNELS = 3;
    private static final int COARSER = 5;

    /** Bytes of everything but pixels and comment, and some to spare. */
    private static final int HEAD = 1024;

    private static final byte[] JFIF = {'J', 'F', 'I', 'F', 0, 1, 1, 0, 0, 1, 0, 1, 0, 0};

    /**
     * A file of hardly more bytes than the pixels have: where it would have more, as that of noise at the highest quality does, it is of less quality.
     *
     * @param rgb row-major, three bytes a pixel
     * @param quality 1 to 100, as most programs count it
     * @param parameters the text in the file ({@link Exif#comment})
     * @throws IllegalArgumentException if the bytes do not fill the picture exactly
     */
    public byte[] encode(int width, int height, byte[] rgb, int quality, String parameters) {
        if (rgb.length != Math.multiplyExact(Math.multiplyExact(width, height), CHANNELS)) {
            throw new IllegalArgumentException(
                    "a picture of " + width + "x" + height + " does not have " + rgb.length + " bytes");
        }
        WrittenUnits units = new WrittenUnits(width, height, rgb);
        byte[] comment = Exif.comment(parameters);
        byte[] file = file(units, quality, comment);
        for (int less = quality - COARSER;
                less > 0 && file.length > rgb.length + comment.length + HEAD;
                less -= COARSER) {
            file = file(units, less, comment);
        }
        return file;
    }

    private static byte[] file(WrittenUnits units, int quality, byte[] comment) {
        int scale = quality >= FINE ? 1 : 2;
        Quantisation counts = Quantisation.of(quality);
        JpegOutput file = new JpegOutput();
        file.marker(JpegMarker.START);
        file.segment(JpegMarker.JFIF, JFIF);
        file.segment(JpegMarker.EXIF, comment);
        file.segment(JpegMarker.QUANTISATION, table(0, counts.bright()));
        file.segment(JpegMarker.QUANTISATION, table(1, counts.colour()));
        file.segment(JpegMarker.BASELINE, frame(units, scale));
        file.segment(JpegMarker.HUFFMAN_TABLES, table(0, JpegCodes.BRIGHT_DIFFERENCES));
        file.segment(JpegMarker.HUFFMAN_TABLES, table(0x10, JpegCodes.BRIGHT_FREQUENCIES));
        file.segment(JpegMarker.HUFFMAN_TABLES, table(1, JpegCodes.COLOUR_DIFFERENCES));
        file.segment(JpegMarker.HUFFMAN_TABLES, table(0x11, JpegCodes.COLOUR_FREQUENCIES));
        file.segment(JpegMarker.SCAN, new byte[] {CHANNELS, 1, 0, 2, 0x11, 3, 0x11, 0, Dct.VALUES - 1, 0});
        writeUnits(units, scale, counts, file);
        file.endBits();
        file.marker(JpegMarker.END);
        return file.join();
    }

    private static byte[] table(int number, int[] counts) {
        byte[] table = new byte[1 + Dct.VALUES];
        table[0] = (byte) number;
        for (int k = 0; k < Dct.VALUES; k++) {
            table[1 + k] = (byte) counts[JpegTables.ORDER[k]];
        }
        return table;
    }

    private static byte[] table(int kind, JpegCodes codes) {
        return ByteBuffer.allocate(1 + codes.table().length)
                .put((byte) kind)
                .put(codes.table())
                .array();
    }

    private static byte[] frame(WrittenUnits units, int scale) {
        byte bright = (byte) (scale << 4 | scale);
        return ByteBuffer.allocate(15)
                .put((byte) Byte.SIZE)
                .putShort((short) units.height())
                .putShort((short) units.width())
                .put(new byte[] {CHANNELS, 1, bright, 0, 2, 0x11, 1, 3, 0x11, 1})
                .array();
    }

    private static void writeUnits(WrittenUnits units, int scale, Quantisation counts, JpegOutput file) {
        WrittenBlocks bright =
                new WrittenBlocks(counts.bright(), JpegCodes.BRIGHT_DIFFERENCES, JpegCodes.BRIGHT_FREQUENCIES);
        WrittenBlocks[] colours = new WrittenBlocks[CHANNELS - 1];
        Arrays.setAll(
                colours,
                i -> new WrittenBlocks(counts.colour(), JpegCodes.COLOUR_DIFFERENCES, JpegCodes.COLOUR_FREQUENCIES));
        int[] block = new int[Dct.VALUES];
        int side = Dct.SIDE * scale;
        for (int top = 0; top < units.height(); top += side) {
            for (int left = 0; left < units.width(); left += side) {
                for (int i = 0; i < scale * scale; i++) {
                    units.read(0, left + i % scale * Dct.SIDE, top + i / scale * Dct.SIDE, 1, block);
                    bright.write(block, file);
                }
                for (int i = 0; i < colours.length; i++) {
                    units.read(1 + i, left, top, scale, block);
                    colours[i].write(block, file);
                }
            }
        }
    }
}
