package dev.diffract.frontend.imaging;

import dev.diffract.frontend.core.imaging.Effort;
import dev.diffract.frontend.core.imaging.Raster;

/**
 * JPEG files (ITU-T T.81) as rasters of 8 bits: baseline, extended and progressive ones of 8 bits with Huffman coding, gray or in three
 * colours. Colour profiles are not applied. Stateless and thread-safe.
 */
final class JpegDecoder {

    private static final int RGB = 3;
    private static final int GRAY = 1;

    /**
     * A picture of three channels.
     *
     * @param file which begins as JPEG files do
     * @param effort is told the bytes that it takes to read the file before they are used, and of each row; it may end that by an exception
     * @throws UnreadableImageException saying why it cannot be read
     */
    Raster picture(byte[] file, Effort effort) throws UnreadableImageException {
        return new JpegReading(file, effort).raster(RGB);
    }

    /**
     * A mask of one channel, the brightness.
     *
     * @param file which begins as JPEG files do
     * @param effort is told the bytes that it takes to read the file before they are used, and of each row; it may end that by an exception
     * @throws UnreadableImageException saying why it cannot be read
     */
    Raster mask(byte[] file, Effort effort) throws UnreadableImageException {
        return new JpegReading(file, effort).raster(GRAY);
    }
}
