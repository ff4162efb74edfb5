package dev.diffract.frontend.imaging;

/**
 * The pixels of a picture in the units of a JPEG file: of brightness and of two differences of colour, which are a mean of two by two pixels where they
 * are fewer. Beyond the edges the last pixels are repeated. Not thread-safe.
 *
 * @param width pixels
 * @param height pixels
 * @param rgb row-major, three bytes a pixel
 */
record WrittenUnits(int width, int height, byte[] rgb) {

    private static final int CHANNELS = 3;
    private static final int MIDDLE = 128;

    /** Weights of red, green and blue in brightness and the differences of blue and red, in 65536ths (ITU-T T.871, 7). */
    private static final int[][] WEIGHTS = {{19595, 38470, 7471}, {-11059, -21709, 32768}, {32768, -27439, -5329}};

    private static final int HALF = 1 << 15;

    /**
     * A block of samples less 128.
     *
     * @param component 0 to 2
     * @param left its first pixel
     * @param top its first pixel
     * @param scale pixels of a sample, across and down
     * @param block gets them, in rows of eight
     */
    void read(int component, int left, int top, int scale, int[] block) {
        int[] weights = WEIGHTS[component];
        int middle = component == 0 ? -MIDDLE : 0;
        for (int y = 0; y < Dct.SIDE; y++) {
            for (int x = 0; x < Dct.SIDE; x++) {
                int sum = 0;
                for (int i = 0; i < scale * scale; i++) {
                    sum += value(left + x * scale + i % scale, top + y * scale + i / scale, weights);
                }
                // Halves of a mean are rounded up and down in turn, so that the whole becomes neither more nor less.
                block[y * Dct.SIDE + x] = middle + (scale == 1 ? sum : (sum + 1 + x % 2) >> 2);
            }
        }
    }

    private int value(int x, int y, int[] weights) {
        int at = (Math.min(y, height - 1) * width + Math.min(x, width - 1)) * CHANNELS;
        int red = rgb[at] & 0xff;
        int green = rgb[at + 1] & 0xff;
        int blue = rgb[at + 2] & 0xff;
        return (weights[0] * red + weights[1] * green + weights[2] * blue + HALF) >> 16;
    }
}
