package dev.diffract.frontend.imaging;

import ar.com.hjg.pngj.FilterType;
import ar.com.hjg.pngj.ImageInfo;
import ar.com.hjg.pngj.ImageLineByte;
import ar.com.hjg.pngj.PngWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.Deflater;

/**
 * RGB bytes as a PNG file with one text chunk or none. The same input gives the same bytes: no time stamp, fixed filter and
 * compression level. Stateless and thread-safe.
 */
public final class PngEncoder {

    /** The keyword under which other tools look for a picture's parameters. */
    public static final String KEYWORD = "parameters";

    private static final int CHANNELS = 3;
    private static final int BITS = 8;

    /**
     * Chosen by measurement, as the filter is. What is drawn is noise in its last bits, in which nothing repeats itself: to look for
     * repetitions takes most of the time and, noise being what it is, makes the file larger.
     */
    private static final int NOISE_STRATEGY = Deflater.HUFFMAN_ONLY;

    /** Of pictures in which much repeats itself, as in drawings: beyond it what is saved takes far longer to find. */
    private static final int COMPRESSION_LEVEL = 3;

    /** One row of so many is looked at for repetitions in the picture, and one pixel of so many for those in a row. */
    private static final int LOOKED_AT = 8;

    /** A picture repeats itself if one pixel of so many is as the one before it. */
    private static final int MANY = 3;

    /** A row is flat if all of its pixels but one of so many are as the ones before them: such a row is short as it is, without a filter. */
    private static final int BUT_FEW = 8;

    /**
     * A picture that says nothing of itself.
     *
     * @param rgb row-major, three bytes a pixel
     * @throws IllegalArgumentException if the bytes do not fill the picture exactly
     */
    public byte[] encode(int width, int height, byte[] rgb) {
        return encode(width, height, rgb, Optional.empty());
    }

    /**
     * @param rgb row-major, three bytes a pixel
     * @param parameters the text of the chunk: {@code tEXt} if it is Latin-1, else {@code iTXt}
     * @throws IllegalArgumentException if the bytes do not fill the picture exactly
     */
    public byte[] encode(int width, int height, byte[] rgb, String parameters) {
        return encode(width, height, rgb, Optional.of(printable(parameters)));
    }

    private static byte[] encode(int width, int height, byte[] rgb, Optional<String> parameters) {
        int rowBytes = Math.multiplyExact(width, CHANNELS);
        if (rgb.length != Math.multiplyExact(rowBytes, height)) {
            throw new IllegalArgumentException(
                    "a picture of " + width + "x" + height + " has " + rowBytes * height + " bytes, got " + rgb.length);
        }
        ImageInfo info = new ImageInfo(width, height, BITS, false);
        Blocks file = new Blocks();
        PngWriter png = new PngWriter(file, info);
        png.setCompLevel(COMPRESSION_LEVEL);
        png.setFilterType(FilterType.FILTER_PRESERVE); // as each row says
        boolean repeats = repeats(width, height, rgb);
        if (!repeats) {
            png.getPixelsWriter().setDeflaterStrategy(NOISE_STRATEGY);
        }
        parameters.ifPresent(text -> png.getMetadata()
                .setText(KEYWORD, text, StandardCharsets.ISO_8859_1.newEncoder().canEncode(text), false));
        for (int row = 0; row < height; row++) {
            FilterType filter = repeats && isFlat(rgb, row * rowBytes, (row + 1) * rowBytes)
                    ? FilterType.FILTER_NONE
                    : FilterType.FILTER_AVERAGE;
            png.writeRow(new Row(info, Arrays.copyOfRange(rgb, row * rowBytes, (row + 1) * rowBytes), filter));
        }
        png.end();
        return file.join();
    }

    private static boolean repeats(int width, int height, byte[] rgb) {
        int same = 0;
        int all = 0;
        for (int row = 0; row < height; row += LOOKED_AT) {
            int end = (row + 1) * width * CHANNELS;
            for (int i = row * width * CHANNELS + CHANNELS; i < end; i += CHANNELS) {
                all++;
                same += isAsBefore(rgb, i) ? 1 : 0;
            }
        }
        return same * MANY > all;
    }

    private static boolean isFlat(byte[] rgb, int start, int end) {
        int other = 0;
        int all = 0;
        for (int i = start + CHANNELS; i < end; i += LOOKED_AT * CHANNELS) {
            all++;
            other += isAsBefore(rgb, i) ? 0 : 1;
        }
        return other * BUT_FEW <= all;
    }

    private static boolean isAsBefore(byte[] rgb, int i) {
        return rgb[i] == rgb[i - 3] && rgb[i + 1] == rgb[i - 2] && rgb[i + 2] == rgb[i - 1];
    }

    /** NUL ends a keyword in the format and may not stand in a text. */
    private static String printable(String text) {
        return text.replace('\0', ' ');
    }

    /** One that says how it is to be filtered. */
    private static final class Row extends ImageLineByte {
        Row(ImageInfo info, byte[] bytes, FilterType filter) {
            super(info, bytes);
            filterType = filter;
        }
    }
}
