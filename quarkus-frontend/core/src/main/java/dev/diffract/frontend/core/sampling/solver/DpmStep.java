package dev.diffract.frontend.core.sampling.solver;

import static dev.diffract.frontend.core.sampling.schedule.Grids.exp;
import static dev.diffract.frontend.core.sampling.schedule.Grids.expm1;

import dev.diffract.frontend.core.sampling.Latents;

/**
 * A step of DPM-Solver (Lu et al. 2022, algorithms 1 and 2) in the scale of σ, with time −ln σ. A step of order n has n model calls: the
 * first at its beginning, the others at even distances on the way to its end.
 *
 * @param from the time it begins at
 * @param to a later one
 * @param order 1 to 3
 */
record DpmStep(float from, float to, int order) {

    private static final float THIRD = (float) (1.0 / 3);
    private static final float TWO_THIRDS = (float) (2.0 / 3);
    private static final float HALF = 0.5f;

    private float length() {
        return to - from;
    }

    private float share(int call) {
        if (call == 0) {
            return 0;
        }
        return order == 2 ? HALF : call == 1 ? THIRD : TWO_THIRDS;
    }

    private float time(int call) {
        return call == 0 ? from : from + share(call) * length();
    }

    /**
     * σ of a model call.
     *
     * @param call from 0 to {@code order - 1}
     */
    float sigma(int call) {
        return exp(-time(call));
    }

    /**
     * What the model is to be called with.
     *
     * @param call from 1 to {@code order - 1}
     * @param noise in the latents at the beginning
     * @param last the noise that the call before found
     */
    float[] latents(int call, float[] beginning, float[] noise, float[] last) {
        float length = share(call) * length();
        float[] first = Latents.along(beginning, noise, -(sigma(call) * expm1(length)));
        return call == 1 ? first : Latents.along(first, change(noise, last), -(sigma(call) * 2 * growth(length)));
    }

    /**
     * The latents at the end, after all calls.
     *
     * @param last the noise that the last call found
     */
    float[] end(float[] beginning, float[] noise, float[] last) {
        float sigma = exp(-to);
        float[] first = Latents.along(beginning, noise, -(sigma * expm1(length())));
        return switch (order) {
            case 1 -> first;
            case 2 -> Latents.along(first, change(noise, last), -(sigma / (2 * HALF) * expm1(length())));
            default -> Latents.along(first, change(noise, last), -(sigma / TWO_THIRDS * growth(length())));
        };
    }

    /**
     * The latents at the end of a step of third order, after its first two calls and with no more than second order.
     *
     * @param second the noise that the second call found
     */
    float[] secondOrder(float[] beginning, float[] noise, float[] second) {
        float sigma = exp(-to);
        float[] first = Latents.along(beginning, noise, -(sigma * expm1(length())));
        return Latents.along(first, change(noise, second), -(sigma / (2 * THIRD) * expm1(length())));
    }

    private static float growth(float length) {
        return length == 0 ? 0 : expm1(length) / length - 1;
    }

    private static float[] change(float[] noise, float[] later) {
        return Latents.difference(1, later, 1, noise);
    }
}
