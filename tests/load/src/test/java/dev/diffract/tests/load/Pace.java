package dev.diffract.tests.load;

import dev.diffract.kserve.ModelInferRequest;
import java.util.Random;

/** When a slice is through with a call: steps follow one another, and b pictures in a call take 1 + 0.6 (b − 1) times the step, 5 % more or less. */
final class Pace {

    private final double stepMillis;
    private final int rowsOfPicture;
    private final Random noise;
    private long free = System.nanoTime();
    private double steps;

    /**
     * @param stepMillis of a step of one picture
     * @param rowsOfPicture 2 with guidance, else 1
     */
    Pace(double stepMillis, int rowsOfPicture, long seed) {
        this.stepMillis = stepMillis;
        this.rowsOfPicture = rowsOfPicture;
        this.noise = new Random(seed);
    }

    /**
     * Takes the call on. Steps alone take time.
     *
     * @param slower times
     * @return in nanoseconds of the system's clock
     */
    synchronized long due(ModelInferRequest request, double slower) {
        long now = System.nanoTime();
        if (!request.getModelName().contains("unet")) {
            return now;
        }
        double pictures = (double) request.getInputs(0).getShape(0) / rowsOfPicture;
        double millis = slower * stepMillis * (1 + 0.6 * (pictures - 1)) * (1 + 0.05 * noise.nextGaussian());
        free = Math.max(now, free) + (long) (millis * 1e6);
        steps += pictures;
        return free;
    }

    /** Steps of pictures that it has taken on. */
    synchronized double steps() {
        return steps;
    }

    /** Nanoseconds until it is through with what it has taken on. */
    synchronized long left() {
        return Math.max(0, free - System.nanoTime());
    }
}
