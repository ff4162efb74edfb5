package dev.diffract.frontend.core.plan;

import dev.diffract.frontend.core.imaging.Masks;
import dev.diffract.frontend.core.imaging.Raster;
import dev.diffract.frontend.core.imaging.Region;
import dev.diffract.frontend.core.imaging.ResizeMode;
import java.util.Optional;

/**
 * A part of a picture to be repainted.
 *
 * @param mask of the size that is drawn, blurred
 * @param inverted whether the request's mask was black where this one is white
 * @param blur pixels
 * @param onlyMasked the part of the original that is drawn; empty if the whole is
 * @param original what the drawn part is laid over
 * @param originalMask the mask of the original's size, blurred
 */
public record Inpainting(
        Raster mask,
        boolean inverted,
        int blur,
        MaskedContent content,
        Optional<OnlyMasked> onlyMasked,
        Raster original,
        Raster originalMask) {

    /**
     * @param region what is drawn
     * @param padding pixels between the mask and the region's border
     */
    public record OnlyMasked(Region region, int padding) {}

    /** The original, with what was drawn where the mask is white. */
    public Raster finished(Raster drawn) {
        Raster above = onlyMasked
                .map(OnlyMasked::region)
                .map(region -> original.with(
                        ResizeMode.CROP.fit(drawn, region.width(), region.height()), region.left(), region.top()))
                .orElse(drawn);
        return Masks.mixed(original, above, originalMask);
    }
}
