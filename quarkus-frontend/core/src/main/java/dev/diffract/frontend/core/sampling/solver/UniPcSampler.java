package dev.diffract.frontend.core.sampling.solver;

import static dev.diffract.frontend.core.sampling.schedule.Grids.expm1;

import dev.diffract.frontend.core.sampling.Latents;
import dev.diffract.frontend.core.sampling.SamplerState;
import dev.diffract.frontend.core.sampling.schedule.RunSettings;
import dev.diffract.frontend.core.sampling.schedule.SigmaGrid;

/**
 * UniPC of second order on the picture (Zhao et al. 2023): every call first corrects the step before with its output, then
 * predicts the next. The history is the corrected latents of the step before and the pictures before, latest first.
 */
final class UniPcSampler extends LogSnrSampler {

    private static final int ORDER = 2;

    private final boolean bh1;

    UniPcSampler(RunSettings run) {
        super(SigmaGrid.ofIntervals(run, run.finalSigma(), false));
        bh1 = run.config().solver().type().filter("bh1"::equals).isPresent();
    }

    @Override
    SamplerState step(SamplerState state, int step, float[] picture) {
        float[] latents = step == 0 ? state.latents() : corrected(state, step, picture);
        float[] next = predicted(state, step, latents, picture);
        return step == 0
                ? state.next(next, latents, picture)
                : state.next(next, latents, picture, state.history().get(1));
    }

    /** The first and the last step are of first order. */
    private int order(int step) {
        return Math.min(ORDER, Math.min(step + 1, grid.steps() - step));
    }

    private float[] predicted(SamplerState state, int step, float[] latents, float[] picture) {
        Exponentials h = exponentials(step);
        float[] next = h.firstOrder(latents, picture);
        if (order(step) == ORDER) {
            float[] slope = slope(step, picture, state.history().get(1));
            next = Latents.along(next, slope, -(h.scale * 0.5f));
        }
        return next;
    }

    private float[] corrected(SamplerState state, int step, float[] picture) {
        int made = step - 1;
        Exponentials h = exponentials(made);
        float[] before = state.history().get(1);
        float[] corrected = h.firstOrder(state.history().get(0), before);
        boolean second = order(made) == ORDER;
        float inner = 0;
        float last = 0.5f;
        float[] slope = before;
        if (second) {
            float ratio = ratio(made);
            inner = (h.second - h.first) / (ratio - 1);
            last = h.first - inner;
            slope = slope(made, before, state.history().get(2));
        }
        for (int i = 0; i < corrected.length; i++) {
            float change = last * (picture[i] - before[i]);
            corrected[i] -= h.scale * (second ? inner * slope[i] + change : change);
        }
        return corrected;
    }

    /** The change of the picture over a step, from that over the step before it. */
    private float[] slope(int step, float[] picture, float[] before) {
        float ratio = ratio(step);
        float[] slope = new float[picture.length];
        for (int i = 0; i < slope.length; i++) {
            slope[i] = (before[i] - picture[i]) / ratio;
        }
        return slope;
    }

    private float ratio(int step) {
        return (grid.logSnr(step - 1) - grid.logSnr(step)) / grid.distance(step);
    }

    private Exponentials exponentials(int step) {
        float h = -grid.distance(step);
        float phi = expm1(h);
        float basis = bh1 ? h : phi;
        float quotient = phi / h - 1;
        float first = quotient / basis;
        float second = (quotient / h - 0.5f) * 2 / basis;
        return new Exponentials(
                grid.sigma(step + 1) / grid.sigma(step),
                grid.alpha(step + 1) * phi,
                grid.alpha(step + 1) * basis,
                first,
                second);
    }

    /**
     * The weights of a step.
     *
     * @param scale of all terms beyond the first order
     * @param first and {@code second}: right-hand side of the equations for the corrector's weights
     */
    private record Exponentials(float latents, float picture, float scale, float first, float second) {

        float[] firstOrder(float[] from, float[] estimate) {
            return Latents.difference(latents, from, picture, estimate);
        }
    }
}
