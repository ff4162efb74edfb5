package dev.diffract.frontend.core.imaging;

import java.util.Arrays;

/**
 * A picture or mask of 8 bits per channel.
 *
 * @param width pixels, at least 1
 * @param height pixels, at least 1
 * @param channels 3 for a picture, red first; 1 for a mask, whose white is to be repainted
 * @param values row by row, the channels of a pixel side by side; not to be changed
 */
public record Raster(int width, int height, int channels, byte[] values) {

    /**
     * @throws IllegalArgumentException if the values do not fill the raster exactly
     */
    public Raster {
        if (width < 1 || height < 1 || values.length != (long) width * height * channels) {
            throw new IllegalArgumentException(
                    width + "x" + height + " pixels of " + channels + " channels are not " + values.length + " values");
        }
    }

    public static Raster rgb(int width, int height, byte[] values) {
        return new Raster(width, height, 3, values);
    }

    public static Raster gray(int width, int height, byte[] values) {
        return new Raster(width, height, 1, values);
    }

    /**
     * How many values so many pixels have.
     *
     * @throws ArithmeticException if no array holds them
     */
    static int values(int width, int height, int channels) {
        return Math.toIntExact((long) width * height * channels);
    }

    /** A value, 0 to 255. */
    public int at(int x, int y, int channel) {
        return values[(y * width + x) * channels + channel] & 0xff;
    }

    public boolean hasSize(int otherWidth, int otherHeight) {
        return width == otherWidth && height == otherHeight;
    }

    /** Whether every value is 0. */
    public boolean isBlack() {
        return isAll(0);
    }

    /** Whether every value is 255. */
    public boolean isWhite() {
        return isAll(255);
    }

    private boolean isAll(int level) {
        for (byte value : values) {
            if ((value & 0xff) != level) {
                return false;
            }
        }
        return true;
    }

    /** A part of it. */
    public Raster cut(Region region) {
        byte[] part = new byte[values(region.width(), region.height(), channels)];
        int row = region.width() * channels;
        for (int y = 0; y < region.height(); y++) {
            int from = ((region.top() + y) * width + region.left()) * channels;
            System.arraycopy(values, from, part, y * row, row);
        }
        return new Raster(region.width(), region.height(), channels, part);
    }

    /** The same with another raster's pixels from a place on. */
    public Raster with(Raster other, int left, int top) {
        byte[] changed = values.clone();
        int row = other.width * channels;
        for (int y = 0; y < other.height; y++) {
            System.arraycopy(other.values, y * row, changed, ((top + y) * width + left) * channels, row);
        }
        return new Raster(width, height, channels, changed);
    }

    /** Planes of channels in −1 to 1, as the image encoder takes them. */
    public float[] planes() {
        int area = width * height;
        float[] planes = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            planes[i % channels * area + i / channels] = 2 * ((values[i] & 0xff) / 255f) - 1;
        }
        return planes;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Raster raster
                && hasSize(raster.width, raster.height)
                && channels == raster.channels
                && Arrays.equals(values, raster.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    /** Its size: pictures do not belong into logs. */
    @Override
    public String toString() {
        return width + "x" + height + "x" + channels;
    }
}
