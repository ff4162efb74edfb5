package dev.diffract.frontend.imaging;

import java.nio.ByteBuffer;
import java.util.Map;

/**
 * What a PNG file says of itself before its pixels (PNG specification, 11.2.1), read without unfolding any of them.
 *
 * @param width pixels, at least 1
 * @param height pixels, at least 1
 * @param bits of a sample, 1 to 16
 * @param samples of a pixel, 1 to 4
 * @param interlaced whether its rows come in seven passes
 */
record PngHeader(int width, int height, int bits, int samples, boolean interlaced) {

    /** Bytes before the header's content: the signature, a length, the name. */
    private static final int START = 16;

    private static final int LENGTH = 13;

    /** By the type of colour: gray, RGB, palette, gray and RGB with opacity. */
    private static final Map<Integer, Integer> SAMPLES = Map.of(0, 1, 2, 3, 3, 1, 4, 2, 6, 4);

    /**
     * @param file one with the signature of PNG
     * @throws UnreadableImageException if there is none, or it says what cannot be
     */
    static PngHeader read(byte[] file) throws UnreadableImageException {
        if (file.length < START + LENGTH) {
            throw UnreadableImageException.broken();
        }
        ByteBuffer header = ByteBuffer.wrap(file, START, LENGTH);
        int width = header.getInt();
        int height = header.getInt();
        int bits = header.get();
        Integer samples = SAMPLES.get((int) header.get());
        boolean interlaced = header.getShort() == 0 && header.get() == 1;
        if (width < 1 || height < 1 || bits < 1 || bits > 16 || samples == null) {
            throw UnreadableImageException.broken();
        }
        return new PngHeader(width, height, bits, samples, interlaced);
    }

    /** Pixels. */
    long area() {
        return (long) width * height;
    }

    /**
     * Bytes that it takes at most to make a raster of the file: the raster, rows as numbers (of interlaced files all of them), and two rows
     * as they stand in the file with what they are unpacked from.
     *
     * @param channels of the raster
     */
    long bytesToRead(int channels) {
        long numbers = (long) width * samples * Integer.BYTES * (interlaced ? height : 1);
        long packed = ((long) width * samples * bits + 7) / 8;
        return area() * channels + numbers + 4 * packed;
    }
}
