package dev.diffract.frontend.imaging;

/**
 * What coefficients count in files of a quality: the tables of the standard (ITU-T T.81, K.1), which are those of quality 50, scaled as most programs do.
 *
 * @param bright of the brightness, in rows of eight
 * @param colour of both differences of colour, in rows of eight
 */
record Quantisation(int[] bright, int[] colour) {

    private static final int[] BRIGHT = {
        16, 11, 10, 16, 24, 40, 51, 61,
        12, 12, 14, 19, 26, 58, 60, 55,
        14, 13, 16, 24, 40, 57, 69, 56,
        14, 17, 22, 29, 51, 87, 80, 62,
        18, 22, 37, 56, 68, 109, 103, 77,
        24, 35, 55, 64, 81, 104, 113, 92,
        49, 64, 78, 87, 103, 121, 120, 101,
        72, 92, 95, 98, 112, 100, 103, 99
    };

    /** But for those of the lowest frequencies all the same. */
    private static final int[] COLOUR = {
        17, 18, 24, 47, 99, 99, 99, 99,
        18, 21, 26, 66, 99, 99, 99, 99,
        24, 26, 56, 99, 99, 99, 99, 99,
        47, 66, 99, 99, 99, 99, 99, 99,
        99, 99, 99, 99, 99, 99, 99, 99,
        99, 99, 99, 99, 99, 99, 99, 99,
        99, 99, 99, 99, 99, 99, 99, 99,
        99, 99, 99, 99, 99, 99, 99, 99
    };

    private static final int MOST = 255;

    /**
     * @param quality 1 to 100; at 100 nothing is left out but fractions
     */
    static Quantisation of(int quality) {
        int percent = quality < 50 ? 5000 / quality : 200 - 2 * quality;
        return new Quantisation(scaled(BRIGHT, percent), scaled(COLOUR, percent));
    }

    private static int[] scaled(int[] table, int percent) {
        int[] scaled = new int[table.length];
        for (int i = 0; i < table.length; i++) {
            scaled[i] = Math.max(1, Math.min((table[i] * percent + 50) / 100, MOST));
        }
        return scaled;
    }
}
