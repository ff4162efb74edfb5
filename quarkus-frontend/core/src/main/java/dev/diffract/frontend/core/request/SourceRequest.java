package dev.diffract.frontend.core.request;

import dev.diffract.frontend.core.imaging.Raster;
import dev.diffract.frontend.core.plan.MaskedContent;

/**
 * What a user says about a picture to start from, unchecked. {@code null} where nothing is said.
 *
 * @param image the picture
 * @param strength how much of it is drawn anew, 0 to 1
 * @param resizeMode a {@link dev.diffract.frontend.core.imaging.ResizeMode}; sizes must match if {@code null}
 * @param mask of the picture's size, white where it is to be repainted
 * @param invertMask whether black is to be repainted instead
 * @param maskBlur pixels
 * @param fill a {@link MaskedContent}
 * @param onlyMasked whether only the surroundings of the mask are drawn, at the whole size
 * @param padding pixels around the mask, if so
 */
public record SourceRequest(
        Raster image,
        Double strength,
        String resizeMode,
        Raster mask,
        Boolean invertMask,
        Long maskBlur,
        String fill,
        Boolean onlyMasked,
        Long padding) {

    /** Nothing said. */
    public static final SourceRequest NONE = new SourceRequest(null, null, null, null, null, null, null, null, null);

    /** The whole picture drawn anew. */
    public static SourceRequest of(Raster image, double strength) {
        return new SourceRequest(image, strength, null, null, null, null, null, null, null);
    }

    /** A part of the picture drawn anew. */
    public SourceRequest withMask(Raster white, Long blur, String content) {
        return new SourceRequest(image, strength, resizeMode, white, invertMask, blur, content, onlyMasked, padding);
    }
}
