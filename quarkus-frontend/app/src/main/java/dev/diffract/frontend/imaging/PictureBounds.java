package dev.diffract.frontend.imaging;

/** How large pictures may be, whatever the kind of their files: a file of a few kilobytes can unfold to any size. */
public final class PictureBounds {

    public static final int MAX_PIXELS = 2048 * 2048;

    /** Of a long row, every pixel of a smaller one is made of thousands. */
    public static final int MAX_SIDE = 16_384;

    private PictureBounds() {}

    /**
     * @param width pixels, at least 1
     * @param height pixels, at least 1
     * @throws UnreadableImageException if that is too large
     */
    static void check(int width, int height) throws UnreadableImageException {
        String was = ", had " + width + "x" + height;
        if ((long) width * height > MAX_PIXELS) {
            throw new UnreadableImageException("may have " + MAX_PIXELS + " pixels at most" + was);
        }
        if (Math.max(width, height) > MAX_SIDE) {
            throw new UnreadableImageException("may have " + MAX_SIDE + " pixels on a side at most" + was);
        }
    }
}
