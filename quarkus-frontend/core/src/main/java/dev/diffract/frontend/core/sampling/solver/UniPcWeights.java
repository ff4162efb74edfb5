package dev.diffract.frontend.core.sampling.solver;

import dev.diffract.frontend.core.sampling.Latents;
import java.util.Arrays;

/**
 * The weights of one of UniPC's steps.
 *
 * @param latents of the latents that the step begins with
 * @param picture of the picture there
 * @param scale of all terms beyond the first order
 * @param ratios of the distances to earlier steps to that of this one, negative
 * @param sides right-hand sides of the equations for the shares, as many as the order
 */
record UniPcWeights(float latents, float picture, float scale, float[] ratios, float[] sides) {

    /** The integrals of the powers of time over a step, divided by B(h). */
    static float[] sides(float h, float phi, float basis, int count) {
        float[] sides = new float[count];
        float integral = phi / h - 1;
        int factorial = 1;
        for (int i = 0; i < count; i++) {
            sides[i] = integral * factorial / basis;
            factorial *= i + 2;
            integral = integral / h - 1f / factorial;
        }
        return sides;
    }

    float ratio(int index) {
        return ratios[index];
    }

    float[] firstOrder(float[] from, float[] estimate) {
        return Latents.difference(latents, from, picture, estimate);
    }

    /** Shares of the slopes in the prediction. That of second order is known without solving anything. */
    float[] predictor() {
        return ratios.length == 1 ? new float[] {0.5f} : shares(ratios);
    }

    /** Shares of the slopes in the correction, and behind them that of the step's own slope. */
    float[] corrector() {
        if (ratios.length == 0) {
            return new float[] {0.5f};
        }
        float[] all = Arrays.copyOf(ratios, ratios.length + 1);
        all[ratios.length] = 1;
        return shares(all);
    }

    /** Of polynomials through these places that have the integrals: Vandermonde's system, by elimination. */
    private float[] shares(float[] places) {
        int size = places.length;
        double[][] rows = new double[size][size + 1];
        for (int power = 0; power < size; power++) {
            for (int i = 0; i < size; i++) {
                rows[power][i] = Math.pow(places[i], power);
            }
            rows[power][size] = sides[power];
        }
        for (int pivot = 0; pivot < size; pivot++) {
            for (int row = 0; row < size; row++) {
                double factor = row == pivot ? 0 : rows[row][pivot] / rows[pivot][pivot];
                for (int i = pivot; i <= size; i++) {
                    rows[row][i] -= factor * rows[pivot][i];
                }
            }
        }
        float[] shares = new float[size];
        for (int i = 0; i < size; i++) {
            shares[i] = (float) (rows[i][size] / rows[i][i]);
        }
        return shares;
    }
}
