package dev.diffract.frontend.core.imaging;

import dev.diffract.frontend.core.imaging.Lanczos.Window;
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
        return fit(raster, width, height, Effort.UNSEEN);
    }

    /**
     * The same.
     *
     * @param effort is told of each row
     */
    public Raster fit(Raster raster, int width, int height, Effort effort) {
        if (raster.hasSize(width, height)) {
            return raster;
        }
        return switch (this) {
            case STRETCH -> Lanczos.resize(raster, Window.whole(width), Window.whole(height), effort);
            case CROP -> cropped(raster, width, height, effort);
            case FILL -> filled(raster, width, height, effort);
        };
    }

    /** Only what stays is computed: what is cut off may be larger than memory. */
    private static Raster cropped(Raster raster, int width, int height, Effort effort) {
        return isWider(raster, width, height)
                ? Lanczos.resize(
                        raster,
                        Window.middle(scaled(raster.width(), height, raster.height()), width),
                        Window.whole(height),
                        effort)
                : Lanczos.resize(
                        raster,
                        Window.whole(width),
                        Window.middle(scaled(raster.height(), width, raster.width()), height),
                        effort);
    }

    private static Raster filled(Raster raster, int width, int height, Effort effort) {
        Raster scaled = isWider(raster, width, height)
                ? Lanczos.resize(
                        raster,
                        Window.whole(width),
                        Window.whole((int) scaled(raster.height(), width, raster.width())),
                        effort)
                : Lanczos.resize(
                        raster,
                        Window.whole((int) scaled(raster.width(), height, raster.height())),
                        Window.whole(height),
                        effort);
        return centered(scaled, width, height);
    }

    private static boolean isWider(Raster raster, int width, int height) {
        return (long) raster.width() * height > (long) width * raster.height();
    }

    private static long scaled(int length, int to, int from) {
        return Math.max(1, (long) length * to / from);
    }

    /** Its outermost pixels repeated on two sides. */
    private static Raster centered(Raster raster, int width, int height) {
        int left = width / 2 - raster.width() / 2;
        int top = height / 2 - raster.height() / 2;
        int channels = raster.channels();
        byte[] values = new byte[Raster.values(width, height, channels)];
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
