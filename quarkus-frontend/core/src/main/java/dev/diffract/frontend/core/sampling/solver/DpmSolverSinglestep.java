package dev.diffract.frontend.core.sampling.solver;

import static dev.diffract.frontend.core.sampling.schedule.Grids.exp;
import static dev.diffract.frontend.core.sampling.schedule.Grids.expm1;
import static dev.diffract.frontend.core.sampling.schedule.Grids.log;

import dev.diffract.frontend.core.sampling.Latents;

/** A first-order step of DPM-Solver++ (Lu et al. 2022b) in the scale of σ, with time −ln σ. */
final class DpmSolverSinglestep {

    private DpmSolverSinglestep() {}

    static float time(float sigma) {
        return -log(sigma);
    }

    static float sigma(float time) {
        return exp(-time);
    }

    /** A σ that was a time in between: its last bit may be another. */
    static float read(float sigma) {
        return sigma(time(sigma));
    }

    /** The σ halfway between two, counted in time. */
    static float middle(float from, float to) {
        float start = time(from);
        return sigma(start + (time(to) - start) * 0.5f);
    }

    static float[] step(float[] latents, float[] picture, float from, float to) {
        float start = time(from);
        float end = time(to);
        return Latents.difference(sigma(end) / sigma(start), latents, expm1(start - end), picture);
    }
}
