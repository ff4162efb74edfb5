package dev.diffract.frontend.core.plan;

import dev.diffract.frontend.core.imaging.Raster;

/**
 * What a generation holds until its caller is answered, beside the picture that it starts from: known before anything is drawn.
 * Of each picture its pixels and its file, which is no smaller where it shows noise; latents are less and gone by then. What calls to
 * slices take, and for a moment the making of an answer, is not in it.
 *
 * @param count pictures
 * @param width pixels of a finished one
 * @param height pixels of a finished one
 * @param texts bytes that each takes for its parameters
 */
public record Footprint(int count, int width, int height, long texts) {

    /** Twice the bytes for a pixel: three of it, three of its file, and half of one for what compressing cannot compress and latents. */
    private static final int TWICE_BYTES_PER_PIXEL = 13;

    /** Bytes for what else stands in a picture's parameters, and in the objects around it. */
    private static final long OTHERS = 4096;

    /** Bytes for a character: in the file, and in the answer beside it. */
    private static final int BYTES_PER_CHARACTER = 6;

    /** What a plan makes. */
    public static Footprint of(GenerationPlan plan) {
        long characters = (long) plan.prompt().length() + plan.negativePrompt().length();
        int width = plan.hires().map(Hires::width).orElse(plan.width());
        int height = plan.hires().map(Hires::height).orElse(plan.height());
        Raster whole = plan.source()
                .flatMap(Source::inpainting)
                .filter(part -> part.onlyMasked().isPresent())
                .map(Inpainting::original)
                .orElse(null);
        long texts = OTHERS + BYTES_PER_CHARACTER * characters;
        return whole == null
                ? new Footprint(plan.count(), width, height, texts)
                : new Footprint(plan.count(), whole.width(), whole.height(), texts);
    }

    /** Of all pictures. */
    public long bytes() {
        return count * each();
    }

    /**
     * How many of the pictures there is room for.
     *
     * @param bytes of room, 0 and up
     */
    public long fitting(long bytes) {
        return bytes / each();
    }

    private long each() {
        return (long) width * height * TWICE_BYTES_PER_PIXEL / 2 + texts;
    }
}
