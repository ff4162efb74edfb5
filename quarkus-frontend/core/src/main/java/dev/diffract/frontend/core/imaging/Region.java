package dev.diffract.frontend.core.imaging;

/**
 * A rectangle of pixels.
 *
 * @param left first column, 0 and up
 * @param top first row, 0 and up
 * @param width at least 1
 * @param height at least 1
 */
public record Region(int left, int top, int width, int height) {

    public Region {
        if (left < 0 || top < 0 || width < 1 || height < 1) {
            throw new IllegalArgumentException(
                    "no region: " + width + "x" + height + " pixels at " + left + ", " + top);
        }
    }

    /**
     * The part of a picture that has all of a mask's white, as diffusers' {@code get_crop_region} finds it: the bounding
     * box of what is not black, padded, then widened in one direction to the aspect ratio it will be drawn in, as far as
     * the picture goes.
     *
     * @param mask of one channel, not black everywhere
     * @param padding pixels on every side
     * @param width pixels that will be drawn
     * @param height pixels that will be drawn
     */
    public static Region around(Raster mask, int padding, int width, int height) {
        Span across = Span.ofColumns(mask).padded(padding, mask.width());
        Span down = Span.ofRows(mask).padded(padding, mask.height());
        double wanted = (double) width / height;
        if ((double) across.length() / down.length() > wanted) {
            down = down.widened((int) (across.length() / wanted - down.length()), mask.height());
        } else {
            across = across.widened((int) (down.length() * wanted - across.length()), mask.width());
        }
        return new Region(across.from, down.from, across.length(), down.length());
    }

    /** Pixels of one direction, the end excluded. */
    private record Span(int from, int to) {

        static Span ofColumns(Raster mask) {
            int first = mask.width();
            int last = -1;
            for (int y = 0; y < mask.height(); y++) {
                for (int x = 0; x < mask.width(); x++) {
                    if (mask.at(x, y, 0) != 0) {
                        first = Math.min(first, x);
                        last = Math.max(last, x);
                    }
                }
            }
            return new Span(first, last + 1);
        }

        static Span ofRows(Raster mask) {
            int first = mask.height();
            int last = -1;
            for (int y = 0; y < mask.height(); y++) {
                for (int x = 0; x < mask.width(); x++) {
                    if (mask.at(x, y, 0) != 0) {
                        first = Math.min(first, y);
                        last = y;
                    }
                }
            }
            return new Span(first, last + 1);
        }

        int length() {
            return to - from;
        }

        Span padded(int padding, int limit) {
            return new Span(Math.max(from - padding, 0), Math.min(to + padding, limit));
        }

        /** Longer on both sides; what does not fit on one side goes to the other. */
        Span widened(int more, int limit) {
            int start = from - more / 2;
            int end = to + more - more / 2;
            if (end >= limit) {
                start -= end - limit;
                end = limit;
            }
            if (start < 0) {
                end -= start;
                start = 0;
            }
            return new Span(start, Math.min(end, limit));
        }
    }
}
