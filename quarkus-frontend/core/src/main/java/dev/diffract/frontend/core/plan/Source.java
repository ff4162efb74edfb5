package dev.diffract.frontend.core.plan;

import dev.diffract.frontend.core.imaging.Raster;
import dev.diffract.frontend.core.imaging.ResizeMode;
import dev.diffract.frontend.core.sampling.schedule.Beginning;
import java.util.Optional;

/**
 * A picture that drawing starts from, resolved.
 *
 * @param image what is encoded: of the size that is drawn, the masked part filled if that was asked for
 * @param strength how much of it is drawn anew: 0 nothing, 1 everything
 * @param resizeMode how it was made to fit; empty if it had the size
 * @param inpainting if only a part is repainted
 */
public record Source(Raster image, double strength, Optional<ResizeMode> resizeMode, Optional<Inpainting> inpainting) {

    /**
     * Where a run begins that draws so much anew.
     *
     * @param originally whether steps are counted as AUTOMATIC1111 does, whose runs make a step more, or as diffusers does
     */
    public static Beginning beginning(double strength, int steps, boolean originally) {
        int made = originally ? (int) (steps * Math.min(strength, Hires.MAX_STRENGTH)) + 1 : (int) (steps * strength);
        return Beginning.ofPicture(steps - Math.min(made, steps));
    }

    /** Bytes that its pictures take. */
    public long bytes() {
        return image.values().length
                + inpainting
                        .map(part -> (long) part.mask().values().length
                                + part.original().values().length
                                + part.originalMask().values().length)
                        .orElse(0L);
    }

    /** Says nothing of what is to be seen. */
    @Override
    public String toString() {
        return "Source[image=" + image + ", strength=" + strength + ", inpainting=" + inpainting + "]";
    }
}
