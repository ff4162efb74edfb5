package dev.diffract.frontend.core.imaging;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How a picture of another size is made to fit. */
public enum ResizeMode {
    /** The aspect ratio gives way. */
    STRETCH,
    /** It fills the frame; what stands out on two sides is cut off. */
    CROP,
    /** It fits into the frame; two sides are filled with its outermost pixels. */
    FILL;

    /** The name in requests. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<ResizeMode> find(String id) {
        return Arrays.stream(values()).filter(mode -> mode.id().equals(id)).findFirst();
    }

    /** A raster of exactly this size. */
    public Raster fit(Raster raster, int width, int height) {
        if (raster.hasSize(width, height)) {
            return raster;
        }
        boolean wider = (long) raster.width() * height > (long) width * raster.height();
        if (this == STRETCH) {
            return Lanczos.resize(raster, width, height);
        }
        boolean byHeight = wider == (this == CROP);
        int scaledWidth = byHeight ? scaled(raster.width(), height, raster.height()) : width;
        int scaledHeight = byHeight ? height : scaled(raster.height(), width, raster.width());
        return centered(Lanczos.resize(raster, scaledWidth, scaledHeight), width, height);
    }

    private static int scaled(int length, int to, int from) {
        return Math.max(1, (int) ((long) length * to / from));
    }

    /** Cut off where it is larger, its outermost pixels repeated where it is smaller. */
    private static Raster centered(Raster raster, int width, int height) {
        int left = width / 2 - raster.width() / 2;
        int top = height / 2 - raster.height() / 2;
        int channels = raster.channels();
        byte[] values = new byte[width * height * channels];
        for (int y = 0; y < height; y++) {
            int fromY = Math.max(0, Math.min(raster.height() - 1, y - top));
            for (int x = 0; x < width; x++) {
                int fromX = Math.max(0, Math.min(raster.width() - 1, x - left));
                for (int c = 0; c < channels; c++) {
                    values[(y * width + x) * channels + c] = (byte) raster.at(fromX, fromY, c);
                }
            }
        }
        return new Raster(width, height, channels, values);
    }
}
