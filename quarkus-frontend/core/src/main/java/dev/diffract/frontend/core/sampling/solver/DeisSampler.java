package dev.diffract.frontend.core.sampling.solver;

import static dev.diffract.frontend.core.sampling.schedule.Grids.exp;
import static dev.diffract.frontend.core.sampling.schedule.Grids.log;

import dev.diffract.frontend.core.sampling.Latents;
import dev.diffract.frontend.core.sampling.SamplerState;
import dev.diffract.frontend.core.sampling.schedule.FinalSigma;
import dev.diffract.frontend.core.sampling.schedule.RunSettings;
import dev.diffract.frontend.core.sampling.schedule.SigmaGrid;
import java.util.ArrayList;
import java.util.List;

/**
 * DEIS in log ρ (Zhang and Chen 2022), of second order unless the configuration says another: the noise is extrapolated and
 * integrated over ρ = σ/α.
 */
final class DeisSampler extends LogSnrSampler {

    private static final int HIGHEST_ORDER = 3;

    private final int highest;

    DeisSampler(RunSettings run) {
        super(SigmaGrid.ofIntervals(run, FinalSigma.SIGMA_MIN, false));
        highest = Math.min(HIGHEST_ORDER, run.orderOfConfig());
    }

    @Override
    SamplerState step(SamplerState state, int step, float[] picture) {
        float[] noise = noise(state.latents(), picture, step);
        List<float[]> noises = new ArrayList<>(List.of(noise));
        noises.addAll(state.history());
        float[] next = switch (Math.min(highest, Math.min(step + 1, orderAtEnd(step)))) {
            case 1 -> {
                float weight = grid.sigma(step + 1) * (exp(grid.distance(step)) - 1);
                yield Latents.difference(grid.alpha(step + 1) / grid.alpha(step), state.latents(), weight, noise);
            }
            case 2 ->
                weighted(
                        state.latents(),
                        step,
                        noises,
                        line(step, rho(step), rho(step - 1)),
                        line(step, rho(step - 1), rho(step)));
            default ->
                weighted(
                        state.latents(),
                        step,
                        noises,
                        parabola(step, rho(step), rho(step - 1), rho(step - 2)),
                        parabola(step, rho(step - 1), rho(step - 2), rho(step)),
                        parabola(step, rho(step - 2), rho(step), rho(step - 1)));
        };
        return state.next(next, noises.subList(0, Math.min(noises.size(), highest - 1)));
    }

    /** @param noises latest first, as the weights */
    private float[] weighted(float[] latents, int step, List<float[]> noises, float... weights) {
        float[] next = new float[latents.length];
        for (int i = 0; i < next.length; i++) {
            float integrated = latents[i] / grid.alpha(step);
            for (int k = 0; k < weights.length; k++) {
                integrated = integrated + weights[k] * noises.get(k)[i];
            }
            next[i] = grid.alpha(step + 1) * integrated;
        }
        return next;
    }

    private float[] noise(float[] latents, float[] picture, int step) {
        float[] noise = new float[latents.length];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (latents[i] - grid.alpha(step) * picture[i]) / grid.sigma(step);
        }
        return noise;
    }

    private float rho(int step) {
        return grid.sigma(step) / grid.alpha(step);
    }

    /** Of the line in ln ρ that is 1 at {@code one} and 0 at {@code zero}, over the step. */
    private float line(int step, float one, float zero) {
        return antiderivative(rho(step + 1), one, zero) - antiderivative(rho(step), one, zero);
    }

    /** Of the parabola in ln ρ that is 1 at {@code one} and 0 at the others, over the step. */
    private float parabola(int step, float one, float zero, float other) {
        return antiderivative(rho(step + 1), one, zero, other) - antiderivative(rho(step), one, zero, other);
    }

    private static float antiderivative(float rho, float one, float zero, float other) {
        float at = log(rho);
        float first = log(zero);
        float second = log(other);
        float numerator = rho * (first * (second - at + 1) - second * at + second + at * at - 2 * at + 2);
        return numerator / ((log(one) - first) * (log(one) - second));
    }

    private static float antiderivative(float rho, float one, float zero) {
        return rho * (-log(zero) + log(rho) - 1) / (log(one) - log(zero));
    }
}
