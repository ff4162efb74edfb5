package dev.diffract.frontend.imaging;

import dev.diffract.frontend.core.imaging.Effort;
import dev.diffract.frontend.core.imaging.Raster;

/**
 * Files of pictures as rasters of 8 bits, whatever their kind, which their first bytes tell. Stateless and thread-safe. Takes a tenth of
 * a second for large ones: not for event loops.
 */
public final class PictureDecoder {

    private static final PngDecoder PNG = new PngDecoder();
    private static final JpegDecoder JPEG = new JpegDecoder();

    /**
     * A picture of three channels, upright as its file says; what is transparent is white.
     *
     * @param effort is told the bytes that it takes to read the file before they are used, and of each row; it may end that by an exception
     * @throws UnreadableImageException saying why it cannot be read
     */
    public Raster picture(byte[] file, Effort effort) throws UnreadableImageException {
        return isJpeg(file) ? JPEG.picture(file, effort) : PNG.picture(file, effort);
    }

    /**
     * A mask of one channel, the brightness by ITU-R 601, upright as its file says; what is transparent is black.
     *
     * @param effort is told the bytes that it takes to read the file before they are used, and of each row; it may end that by an exception
     * @throws UnreadableImageException saying why it cannot be read
     */
    public Raster mask(byte[] file, Effort effort) throws UnreadableImageException {
        return isJpeg(file) ? JPEG.mask(file, effort) : PNG.mask(file, effort);
    }

    private static boolean isJpeg(byte[] file) throws UnreadableImageException {
        PictureKind kind = PictureKind.of(file);
        if (kind != PictureKind.PNG && kind != PictureKind.JPEG) {
            throw new UnreadableImageException("must be a PNG or JPEG file, was " + PictureKind.words(kind));
        }
        return kind == PictureKind.JPEG;
    }
}
