package dev.diffract.frontend.core.sampling.solver;

import static dev.diffract.frontend.core.sampling.schedule.Grids.sqrt;

import dev.diffract.frontend.core.sampling.schedule.SigmaGrid;

/**
 * The time −ln σ of a run that is not tied to the σ of its grid, and its ancestral steps: none goes beyond the run's end.
 *
 * @param start of the run
 * @param end of the run, later
 */
record AncestralTime(float start, float end) {

    /**
     * A step that goes further down than to the next time and comes up again with fresh noise.
     *
     * @param down the time to go down to
     * @param up of the noise to add, 0 without fresh noise
     */
    record Step(float down, float up) {}

    /**
     * A whole run spans all σ of the training, whatever its grid, and the rest of one begins where the grid does and ends at the last σ
     * before the end. A rest of one step goes on to the smallest.
     */
    static AncestralTime of(SigmaGrid grid) {
        boolean whole = grid.steps() == grid.stepsOfRun();
        float high = whole ? grid.largestOfTraining() : grid.sigma(0);
        float low = whole || grid.steps() == 1 ? grid.smallestOfTraining() : grid.sigma(grid.steps() - 1);
        return new AncestralTime(DpmSolverSinglestep.time(high), DpmSolverSinglestep.time(low));
    }

    Step step(float from, float to, float eta) {
        if (eta == 0) {
            return new Step(to, 0);
        }
        float next = DpmSolverSinglestep.sigma(to);
        AncestralStep ancestral = AncestralStep.of(DpmSolverSinglestep.sigma(from), next, eta);
        float down = Math.min(end, DpmSolverSinglestep.time(ancestral.down()));
        float reached = DpmSolverSinglestep.sigma(down);
        return new Step(down, sqrt(Math.max(0, next * next - reached * reached)));
    }
}
