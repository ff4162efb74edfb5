package dev.diffract.repository.pipeline;

/**
 * How large one call to a model is.
 *
 * @param rows samples of the batch, from 1
 * @param width of the picture in pixels; 0 if the call has nothing to do with one
 * @param height of the picture in pixels; 0 if the call has nothing to do with one
 * @param chunks of the prompt; 0 if the call has nothing to do with one
 */
public record CallSize(int rows, int width, int height, int chunks) {

    /**
     * @throws IllegalArgumentException if there are no rows, or a number is negative
     */
    public CallSize {
        if (rows < 1 || width < 0 || height < 0 || chunks < 0) {
            throw new IllegalArgumentException("a call has rows from 1 and other sizes from 0, got " + rows + " rows, "
                    + width + "x" + height + ", " + chunks + " chunks");
        }
    }

    /** Neither picture nor prompt yet. */
    public static CallSize rows(int rows) {
        return new CallSize(rows, 0, 0, 0);
    }

    /** The same for pictures of this size in pixels. */
    public CallSize of(int pictureWidth, int pictureHeight) {
        return new CallSize(rows, pictureWidth, pictureHeight, chunks);
    }

    /** The same for prompts of so many chunks. */
    public CallSize chunks(int promptChunks) {
        return new CallSize(rows, width, height, promptChunks);
    }

    int knownWidth() {
        return known(width, "a picture's width");
    }

    int knownHeight() {
        return known(height, "a picture's height");
    }

    int knownChunks() {
        return known(chunks, "a prompt's chunks");
    }

    private static int known(int size, String what) {
        if (size == 0) {
            throw new IllegalArgumentException("the call does not say " + what);
        }
        return size;
    }
}
