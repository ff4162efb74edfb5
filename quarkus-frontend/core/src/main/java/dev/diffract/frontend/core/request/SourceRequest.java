package dev.diffract.frontend.core.request;

import dev.diffract.frontend.core.imaging.Raster;
import dev.diffract.frontend.core.imaging.Surroundings;
import org.jspecify.annotations.Nullable;

/**
 * What a user says about a picture to start from, unchecked. {@code null} where nothing is said.
 *
 * @param image the picture
 * @param strength how much of it is drawn anew, 0 to 1
 * @param resizeMode a {@link dev.diffract.frontend.core.imaging.ResizeMode}; sizes must match if {@code null}
 * @param mask the part to repaint
 */
public record SourceRequest(
        @Nullable Raster image,
        @Nullable Double strength,
        @Nullable String resizeMode,
        MaskRequest mask) {

    /** Bytes for a pixel of a mask: inverted, and blurred in two passes. */
    private static final int MASKING = 3;

    /** The same with the part filled, and the picture a second time. */
    private static final int FILLING = MASKING + Surroundings.BYTES_PER_PIXEL + 3;

    /** Nothing said. */
    public static final SourceRequest NONE = new SourceRequest(null, null, null, MaskRequest.NONE);

    /** How much is drawn anew, where nothing is said. */
    static final double STRENGTH = 0.75;

    /** Bytes that it takes at most to make what is drawn from of its pictures, beside them and what is drawn. */
    public long bytesToPrepare() {
        Raster white = mask.mask();
        return white == null ? 0 : (long) white.values().length * (mask.isFilledWhole() ? FILLING : MASKING);
    }
}
