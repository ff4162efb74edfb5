package dev.diffract.frontend.core.plan;

import dev.diffract.frontend.core.imaging.Raster;

/**
 * What a generation takes of memory for what it draws, beside the picture that it starts from: known before anything is drawn, and never
 * less than it comes to be. The stages of a picture of {@code w} by {@code h} pixels:
 *
 * <ul>
 *   <li>its pixels, {@code 3wh} bytes, until its file is made; latents are less, and gone by then;
 *   <li>its file, at most {@code h(3w + 1)} bytes and a 256th: a row of PNG begins with a byte that names its filter, and what shows
 *       noise is stored as it is, with five bytes for each block of deflate;
 *       a JPEG file is kept below its pixels, with as little as stands in {@code texts} beside them;
 *   <li>its text in an answer, four bytes for three of the file (base64, RFC 4648).
 * </ul>
 *
 * An answer has the files of all pictures and then the texts of all beside them; that is more than the pixels of those whose files are yet
 * to be made. Files are made one after the other, and of the one that is being made there are the pixels and the file in pieces and
 * whole. Events are one picture's text after the other, and of the one that is being made there are five copies. What calls to slices take
 * is not in it.
 *
 * @param count pictures
 * @param width pixels of a finished one
 * @param height pixels of a finished one
 * @param texts bytes that each takes for its parameters
 */
public record Footprint(int count, int width, int height, long texts) {

    private static final long CHANNELS = 3;

    /** Of an event while it is made: the data, as a text, and the event around it as a buffer with room to grow, as a text and as bytes. */
    private static final long COPIES = 5;

    /** Bytes for what else stands in a picture's parameters, and in the objects around it. */
    private static final long OTHERS = 4096;

    /** Bytes for a character: three in the file and four in its text, two of the parameters as they are, and six in an answer (\u0001). */
    private static final int BYTES_PER_CHARACTER = 15;

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

    /** The same for another number of pictures. */
    public Footprint of(int pictures) {
        return new Footprint(pictures, width, height, texts);
    }

    /** What all pictures and the answer with them take; bytes. What one of them takes for a moment while it is made is not in it. */
    public long bytes() {
        return count * (file() + text() + texts);
    }

    /** The most that there is at a time if the answer has all pictures; bytes. */
    public long inOneAnswer() {
        return Math.max(bytes(), count * (file() + texts) + pixels() + file());
    }

    /** The most that there is at a time if each picture is told when it is finished; bytes. */
    public long inEvents() {
        return Math.max(count * (file() + texts) + COPIES * text(), inOneAnswer());
    }

    private long pixels() {
        return CHANNELS * width * height;
    }

    private long file() {
        long rows = height * (CHANNELS * width + 1);
        return rows + rows / 256;
    }

    private long text() {
        return (file() + 2) / 3 * 4;
    }
}
