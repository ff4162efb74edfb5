package dev.diffract.frontend.core.request;

import dev.diffract.frontend.core.imaging.Raster;
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

    /** Nothing said. */
    public static final SourceRequest NONE = new SourceRequest(null, null, null, MaskRequest.NONE);

    /** How much is drawn anew, where nothing is said. */
    static final double STRENGTH = 0.75;
}
