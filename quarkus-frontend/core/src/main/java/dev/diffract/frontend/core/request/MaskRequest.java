package dev.diffract.frontend.core.request;

import dev.diffract.frontend.core.imaging.Raster;
import dev.diffract.frontend.core.plan.MaskedContent;
import org.jspecify.annotations.Nullable;

/**
 * What a user says about the part of a picture to repaint, unchecked. {@code null} where nothing is said.
 *
 * @param mask of the picture's size, white where it is to be repainted
 * @param invert whether black is to be repainted instead
 * @param blur pixels
 * @param content a {@link MaskedContent}
 * @param onlyMasked whether only the surroundings of the mask are drawn, at the whole size
 * @param padding pixels around the mask, if so
 */
public record MaskRequest(
        @Nullable Raster mask,
        @Nullable Boolean invert,
        @Nullable Long blur,
        @Nullable String content,
        @Nullable Boolean onlyMasked,
        @Nullable Long padding) {

    /** Nothing said. */
    public static final MaskRequest NONE = new MaskRequest(null, null, null, null, null, null);

    /** Pixels, where nothing is said. */
    static final long BLUR = 4;

    /** What the part to repaint starts from, where nothing is said. */
    static final MaskedContent CONTENT = MaskedContent.ORIGINAL;

    /** Pixels, where nothing is said. */
    static final long PADDING = 32;

    boolean inverted() {
        return Boolean.TRUE.equals(invert);
    }

    boolean drawsPart() {
        return Boolean.TRUE.equals(onlyMasked);
    }
}
