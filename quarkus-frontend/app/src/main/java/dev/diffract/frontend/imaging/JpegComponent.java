package dev.diffract.frontend.imaging;

/**
 * One of the colours of a JPEG file, with its samples as far as they are read; it may have fewer of them than the picture has pixels
 * (ITU-T T.81, A.1.1). Not thread-safe.
 */
final class JpegComponent {

    private final int id;
    private final int across;
    private final int down;
    private final int table;

    private int width;
    private int height;
    private int blocksWide;
    private int blocksHigh;
    private byte[] samples;
    private int[] quantisation;

    /**
     * @param id what scans call it, 0 to 255
     * @param across blocks side by side in a unit, 1 to 4
     * @param down blocks one below the other in a unit, 1 to 4
     * @param table which says what its coefficients count, 0 to 3
     */
    JpegComponent(int id, int across, int down, int table) {
        this.id = id;
        this.across = across;
        this.down = down;
        this.table = table;
    }

    /** Tells how large it is, as a part of a picture whose components have at most so many blocks in a unit. */
    void measure(int pictureWidth, int pictureHeight, int mostAcross, int mostDown) {
        width = up(pictureWidth * across, mostAcross);
        height = up(pictureHeight * down, mostDown);
        blocksWide = up(pictureWidth, Dct.SIDE * mostAcross) * across;
        blocksHigh = up(pictureHeight, Dct.SIDE * mostDown) * down;
    }

    /** Divided, and rounded up. */
    private static int up(int dividend, int divisor) {
        return (dividend + divisor - 1) / divisor;
    }

    int id() {
        return id;
    }

    int across() {
        return across;
    }

    int down() {
        return down;
    }

    int table() {
        return table;
    }

    /** Samples in a row. */
    int width() {
        return width;
    }

    /** Rows of samples. */
    int height() {
        return height;
    }

    /** Blocks in a row of a scan of this one alone. */
    int ownBlocksWide() {
        return up(width, Dct.SIDE);
    }

    /** Rows of blocks in a scan of this one alone. */
    int ownBlocksHigh() {
        return up(height, Dct.SIDE);
    }

    /** Blocks in a row, those included that fill a unit up. */
    int blocksWide() {
        return blocksWide;
    }

    /** Rows of blocks, those included that fill a unit up. */
    int blocksHigh() {
        return blocksHigh;
    }

    /** From a row of samples to the next in them. */
    int stride() {
        return blocksWide * Dct.SIDE;
    }

    /** How many samples it has room for. */
    long room() {
        return (long) blocksWide * blocksHigh * Dct.VALUES;
    }

    /** Makes room for its samples. */
    void open() {
        samples = new byte[Math.toIntExact(room())];
    }

    /** Row by row, and beyond the width what fills blocks up. */
    byte[] samples() {
        return samples;
    }

    /** Where a block's first sample stands. */
    int place(int column, int row) {
        return (row * stride() + column) * Dct.SIDE;
    }

    /** Whether a scan had any of it. */
    boolean isBegun() {
        return quantisation != null;
    }

    /** What its coefficients count; the first scan of it decides. */
    void begin(int[] counts) {
        if (quantisation == null) {
            quantisation = counts;
        }
    }

    int[] quantisation() {
        return quantisation;
    }
}
