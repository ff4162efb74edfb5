package dev.diffract.frontend.imaging;

/**
 * How a picture is turned and mirrored from as it is stored to as it was seen (EXIF 2.32, 4.6.4 A).
 *
 * @param backwards whether rows are stored from right to left
 * @param upwards whether the last row is stored first
 * @param turned whether what is stored as a row is a column
 */
record Orientation(boolean backwards, boolean upwards, boolean turned) {

    static final Orientation UPRIGHT = new Orientation(false, false, false);

    /**
     * @param number of it; what is none of 1 to 8 says nothing
     */
    static Orientation of(int number) {
        return switch (number) {
            case 2 -> new Orientation(true, false, false);
            case 3 -> new Orientation(true, true, false);
            case 4 -> new Orientation(false, true, false);
            case 5 -> new Orientation(false, false, true);
            case 6 -> new Orientation(false, true, true);
            case 7 -> new Orientation(true, true, true);
            case 8 -> new Orientation(true, false, true);
            default -> UPRIGHT;
        };
    }

    /** Pixels in a row of the turned picture. */
    int width(JpegFrame stored) {
        return turned ? stored.height() : stored.width();
    }

    /** Rows of the turned picture. */
    int height(JpegFrame stored) {
        return turned ? stored.width() : stored.height();
    }

    /** Which pixel of the turned picture, counted row by row, a stored one is. */
    int place(int x, int y, JpegFrame stored) {
        int column = backwards ? stored.width() - 1 - x : x;
        int row = upwards ? stored.height() - 1 - y : y;
        return turned ? column * stored.height() + row : row * stored.width() + column;
    }

    /** From a stored pixel to the next one of its row, in the turned picture. */
    int step(JpegFrame stored) {
        int step = turned ? stored.height() : 1;
        return backwards ? -step : step;
    }
}
