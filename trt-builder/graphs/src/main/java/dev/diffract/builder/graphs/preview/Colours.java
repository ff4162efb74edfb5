package dev.diffract.builder.graphs.preview;

/** The colours that previews aim at: red, green and blue planes from 0 to 1, one value per latent pixel. */
final class Colours {

    private Colours() {}

    /**
     * The mean colour of the pixels of every latent pixel.
     *
     * @param decoded planes of side × side pixels in about -1 to 1
     * @param scale pixels per latent pixel in each direction
     */
    static float[] of(float[] decoded, int side, int scale) {
        int small = side / scale;
        float[] colours = new float[decoded.length / (scale * scale)];
        for (int i = 0; i < decoded.length; i++) {
            int row = i / side;
            int plane = row / side;
            int place = (plane * small + row % side / scale) * small + i % side / scale;
            float unit = decoded[i] / 2 + 0.5f;
            // A number that is not finite stays one, to be noticed.
            colours[place] += (Float.isFinite(unit) ? Math.min(1, Math.max(0, unit)) : unit) / (scale * scale);
        }
        return colours;
    }

    /** Mean absolute difference. */
    static double difference(float[] left, float[] right) {
        double sum = 0;
        for (int i = 0; i < left.length; i++) {
            sum += Math.abs(left[i] - right[i]);
        }
        return sum / left.length;
    }
}
