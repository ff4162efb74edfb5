package dev.diffract.frontend.imaging;

import ar.com.hjg.pngj.ImageInfo;
import ar.com.hjg.pngj.ImageLineInt;
import ar.com.hjg.pngj.PngReader;
import ar.com.hjg.pngj.chunks.PngChunkPLTE;
import ar.com.hjg.pngj.chunks.PngChunkTRNS;
import dev.diffract.frontend.core.imaging.Effort;
import dev.diffract.frontend.core.imaging.Raster;

/**
 * PNG files of every kind (gray, RGB, palette, with opacity, 1 to 16 bits, interlaced) as rasters of 8 bits. Stateless and
 * thread-safe.
 */
final class PngDecoder {

    private static final int RGB = 3;
    private static final int GRAY = 1;

    private static final int WHITE = 255;
    private static final int BLACK = 0;

    /**
     * A picture of three channels of a file with the signature of PNG; what is transparent is white.
     *
     * @param effort is told the bytes that it takes to read the file before they are used, and of each row; it may end that by an exception
     * @throws UnreadableImageException saying why it cannot be read
     */
    Raster picture(byte[] file, Effort effort) throws UnreadableImageException {
        return read(file, RGB, WHITE, effort);
    }

    /**
     * A mask of one channel of a file with the signature of PNG, the brightness; what is transparent is black.
     *
     * @param effort is told the bytes that it takes to read the file before they are used, and of each row; it may end that by an exception
     * @throws UnreadableImageException saying why it cannot be read
     */
    Raster mask(byte[] file, Effort effort) throws UnreadableImageException {
        return read(file, GRAY, BLACK, effort);
    }

    private static Raster read(byte[] file, int channels, int background, Effort effort)
            throws UnreadableImageException {
        PngHeader header = PngHeader.read(file);
        PictureBounds.check(header.width(), header.height());
        effort.take(header.bytesToRead(channels));
        try {
            PixelChunks chunks = PixelChunks.of(file);
            PngReader png = new PngReader(chunks.stream());
            long unfolded = unfolded(png);
            if (!chunks.canUnfoldTo(unfolded)) {
                throw UnreadableImageException.broken();
            }
            Raster raster = rows(png, channels, background, effort);
            // What is missing of the last row would be that of the row before.
            if (png.getChunkseq().getIdatSet().getBytesOut() < unfolded) {
                throw UnreadableImageException.broken();
            }
            return raster;
        } catch (RuntimeException broken) { // pngj checks sums, but takes much else for granted
            effort.spend(0); // which may be what broke off
            throw UnreadableImageException.broken();
        }
    }

    /** Bytes of all rows as they stand in the file, each with its filter. */
    private static long unfolded(PngReader png) {
        return png.isInterlaced()
                ? png.getChunkseq().getDeinterlacer().getTotalRawBytes()
                : png.imgInfo.getTotalRawBytes();
    }

    private static Raster rows(PngReader png, int channels, int background, Effort effort) {
        ImageInfo info = png.imgInfo;
        byte[] values = new byte[info.cols * info.rows * channels];
        int[] rgb = new int[RGB];
        for (int y = 0; y < info.rows; y++) {
            effort.spend(info.samplesPerRow);
            int[] samples = ((ImageLineInt) png.readRow()).getScanline();
            Pixels pixels = new Pixels(png, info, samples);
            for (int x = 0; x < info.cols; x++) {
                int opacity = pixels.opacity(x);
                for (int c = 0; c < RGB; c++) {
                    int mixed = pixels.colour(x, c) * opacity + background * (255 - opacity);
                    rgb[c] = (mixed + 127) / 255;
                }
                write(rgb, values, (y * info.cols + x) * channels, channels);
            }
        }
        png.end();
        return new Raster(info.cols, info.rows, channels, values);
    }

    private static void write(int[] rgb, byte[] values, int at, int channels) {
        if (channels == GRAY) {
            values[at] = (byte) Brightness.of(rgb[0], rgb[1], rgb[2]);
            return;
        }
        for (int c = 0; c < RGB; c++) {
            values[at + c] = (byte) rgb[c];
        }
    }

    /** One row, whatever its kind, as 8 bits. */
    private record Pixels(ImageInfo info, int[] samples, PngChunkPLTE palette, int[] opacities) {

        Pixels(PngReader png, ImageInfo info, int[] samples) {
            this(info, samples, info.indexed ? png.getMetadata().getPLTE() : null, opacities(png, info));
        }

        private static int[] opacities(PngReader png, ImageInfo info) {
            PngChunkTRNS chunk = info.indexed ? png.getMetadata().getTRNS() : null;
            return chunk == null ? new int[0] : chunk.getPalletteAlpha();
        }

        int colour(int x, int channel) {
            if (info.indexed) {
                int packed = palette.getEntry(samples[x]);
                return (packed >> (16 - 8 * channel)) & 0xff;
            }
            return eightBits(samples[x * info.channels + (info.greyscale ? 0 : channel)]);
        }

        int opacity(int x) {
            if (info.indexed) {
                return samples[x] < opacities.length ? opacities[samples[x]] : 255;
            }
            return info.alpha ? eightBits(samples[x * info.channels + info.channels - 1]) : 255;
        }

        private int eightBits(int sample) {
            return info.bitDepth == 16 ? sample >> 8 : sample * 255 / ((1 << info.bitDepth) - 1);
        }
    }
}
