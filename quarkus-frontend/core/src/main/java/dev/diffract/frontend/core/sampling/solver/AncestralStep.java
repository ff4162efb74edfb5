package dev.diffract.frontend.core.sampling.solver;

import static dev.diffract.frontend.core.sampling.schedule.Grids.sqrt;

/**
 * A step that goes further down than the next σ and comes up again with fresh noise.
 *
 * @param down the σ to go down to
 * @param up of the noise to add
 */
record AncestralStep(float down, float up) {

    static AncestralStep of(float from, float to, float eta) {
        if (eta == 0) {
            return new AncestralStep(to, 0);
        }
        float up = Math.min(to, eta * sqrt(to * to * (from * from - to * to) / (from * from)));
        return new AncestralStep(sqrt(to * to - up * up), up);
    }
}
