package dev.diffract.frontend.imaging;

import dev.diffract.frontend.core.imaging.Effort;
import dev.diffract.frontend.core.imaging.Raster;

/**
 * The samples of a JPEG file as pixels.
 *
 * @param frame whose components have all samples
 * @param rgb whether they are red, green and blue
 * @param orientation of what is stored
 */
record JpegPixels(JpegFrame frame, boolean rgb, Orientation orientation) {

    private static final int RGB = 3;

    /**
     * @param channels 3 for a picture, 1 for a mask
     * @param effort is told of each row
     */
    Raster raster(int channels, Effort effort) {
        UpsampledRows[] components = frame.components().stream()
                .map(component -> new UpsampledRows(component, frame))
                .toArray(UpsampledRows[]::new);
        int[][] rows = new int[components.length][frame.width()];
        byte[] values = new byte[frame.width() * frame.height() * channels];
        int step = orientation.step(frame) * channels;
        for (int y = 0; y < frame.height(); y++) {
            effort.spend((long) frame.width() * components.length);
            for (int i = 0; i < components.length; i++) {
                components[i].read(y, rows[i]);
            }
            if (rows.length == RGB && !rgb) {
                toRgb(rows);
            }
            int at = orientation.place(0, y, frame) * channels;
            if (channels == RGB) {
                write(rows[0], rows[rows.length / 2], rows[rows.length - 1], values, at, step);
            } else {
                writeBrightness(rows[0], rows[rows.length / 2], rows[rows.length - 1], values, at, step);
            }
        }
        return new Raster(orientation.width(frame), orientation.height(frame), channels, values);
    }

    private static void toRgb(int[][] rows) {
        for (int x = 0; x < rows[0].length; x++) {
            int y = rows[0][x];
            int cb = rows[1][x];
            int cr = rows[2][x];
            rows[0][x] = JpegColours.red(y, cr);
            rows[1][x] = JpegColours.green(y, cb, cr);
            rows[2][x] = JpegColours.blue(y, cb);
        }
    }

    private static void write(int[] red, int[] green, int[] blue, byte[] values, int start, int step) {
        int at = start;
        for (int x = 0; x < red.length; x++) {
            values[at] = (byte) red[x];
            values[at + 1] = (byte) green[x];
            values[at + 2] = (byte) blue[x];
            at += step;
        }
    }

    private static void writeBrightness(int[] red, int[] green, int[] blue, byte[] values, int start, int step) {
        int at = start;
        for (int x = 0; x < red.length; x++) {
            values[at] = (byte) Brightness.of(red[x], green[x], blue[x]);
            at += step;
        }
    }
}
