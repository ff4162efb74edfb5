package dev.diffract.frontend.core.sampling.solver;

import dev.diffract.frontend.core.sampling.Latents;
import dev.diffract.frontend.core.sampling.SamplerState;
import dev.diffract.frontend.core.sampling.schedule.RunSettings;
import dev.diffract.frontend.core.sampling.schedule.SigmaGrid;
import java.util.ArrayList;
import java.util.List;

/** Linear multistep: the slope is the polynomial through up to four of them (Adams and Bashforth in uneven steps). */
final class LmsSampler extends SigmaSampler {

    private static final int ORDER = 4;

    /** Where Gauss and Legendre put two points in -1 to 1, which is exact for the cubic polynomials here. */
    private static final double POINT = 1 / Math.sqrt(3);

    LmsSampler(RunSettings run) {
        super(SigmaGrid.ofPoints(run));
    }

    @Override
    SamplerState step(SamplerState state, int step, float[] picture) {
        List<float[]> latestFirst = new ArrayList<>();
        latestFirst.add(Latents.slope(state.latents(), picture, grid.sigma(step)));
        latestFirst.addAll(state.history());
        int order = latestFirst.size();
        float[] change = new float[picture.length];
        for (int k = 0; k < order; k++) {
            change = Latents.along(change, latestFirst.get(k), (float) weight(step, order, k));
        }
        float[] next = Latents.along(state.latents(), change, 1);
        return state.next(next, latestFirst.subList(0, Math.min(order, ORDER - 1)));
    }

    /** The integral over the step of Lagrange's polynomial for the slope {@code back} steps ago. */
    private double weight(int step, int order, int back) {
        double from = grid.sigma(step);
        double to = grid.sigma(step + 1);
        double middle = (from + to) / 2;
        double half = (to - from) / 2;
        return half
                * (lagrange(middle - half * POINT, step, order, back)
                        + lagrange(middle + half * POINT, step, order, back));
    }

    private double lagrange(double sigma, int step, int order, int back) {
        double product = 1;
        for (int k = 0; k < order; k++) {
            if (k != back) {
                double other = grid.sigma(step - k);
                product *= (sigma - other) / (grid.sigma(step - back) - other);
            }
        }
        return product;
    }
}
