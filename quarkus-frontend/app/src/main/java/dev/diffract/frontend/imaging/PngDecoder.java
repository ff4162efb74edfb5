package dev.diffract.frontend.imaging;

import ar.com.hjg.pngj.ImageInfo;
import ar.com.hjg.pngj.ImageLineInt;
import ar.com.hjg.pngj.PngReader;
import ar.com.hjg.pngj.chunks.PngChunkPLTE;
import ar.com.hjg.pngj.chunks.PngChunkTRNS;
import dev.diffract.frontend.core.imaging.Effort;
import dev.diffract.frontend.core.imaging.Raster;
import java.util.Arrays;

/**
 * PNG files of every kind (gray, RGB, palette, with opacity, 1 to 16 bits, interlaced) as rasters of 8 bits. Stateless and
 * thread-safe. Takes a tenth of a second for large ones: not for event loops.
 */
public final class PngDecoder {

    /** A file of a few kilobytes can unfold to any size. */
    public static final int MAX_PIXELS = 2048 * 2048;

    /** Of a long row, every pixel of a smaller one is made of thousands. */
    public static final int MAX_SIDE = 16_384;

    private static final int RGB = 3;
    private static final int GRAY = 1;

    private static final int WHITE = 255;
    private static final int BLACK = 0;

    /**
     * A picture of three channels; what is transparent is white.
     *
     * @param effort is told the bytes that it takes to read the file before they are used, and of each row; it may end that by an exception
     * @throws UnreadableImageException saying why it cannot be read
     */
    public Raster picture(byte[] file, Effort effort) throws UnreadableImageException {
        return read(file, RGB, WHITE, effort);
    }

    /**
     * A mask of one channel, the brightness by ITU-R 601; what is transparent is black.
     *
     * @param effort is told the bytes that it takes to read the file before they are used, and of each row; it may end that by an exception
     * @throws UnreadableImageException saying why it cannot be read
     */
    public Raster mask(byte[] file, Effort effort) throws UnreadableImageException {
        return read(file, GRAY, BLACK, effort);
    }

    private static Raster read(byte[] file, int channels, int background, Effort effort)
            throws UnreadableImageException {
        if (!PngChunk.isSigned(file)) {
            throw new UnreadableImageException("must be a PNG file, was " + kind(file));
        }
        PngHeader header = PngHeader.read(file);
        check(header);
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

    private static void check(PngHeader header) throws UnreadableImageException {
        String was = ", had " + header.width() + "x" + header.height();
        if (header.area() > MAX_PIXELS) {
            throw new UnreadableImageException("may have " + MAX_PIXELS + " pixels at most" + was);
        }
        if (Math.max(header.width(), header.height()) > MAX_SIDE) {
            throw new UnreadableImageException("may have " + MAX_SIDE + " pixels on a side at most" + was);
        }
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
            values[at] = (byte) ((19595 * rgb[0] + 38470 * rgb[1] + 7471 * rgb[2] + 0x8000) >> 16);
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

    private static String kind(byte[] file) {
        if (startsWith(file, new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff})) {
            return "a JPEG file";
        }
        if (startsWith(file, new byte[] {'R', 'I', 'F', 'F'})) {
            return "a WebP file";
        }
        return startsWith(file, new byte[] {'G', 'I', 'F'}) ? "a GIF file" : "something else";
    }

    private static boolean startsWith(byte[] file, byte[] start) {
        return file.length >= start.length && Arrays.equals(file, 0, start.length, start, 0, start.length);
    }
}
