package dev.diffract.frontend.core.sampling.solver;

import dev.diffract.frontend.core.sampling.schedule.LogSnrGrid;
import dev.diffract.frontend.core.sampling.schedule.RunSettings;
import dev.diffract.frontend.core.sampling.schedule.SigmaGrid;
import dev.diffract.repository.layout.SchedulerConfig;

/** What the multistep samplers of DPM-Solver++ share. */
final class DpmSolverMultistep {

    private static final String COSINE = "squaredcos_cap_v2";

    private DpmSolverMultistep() {}

    static SigmaGrid grid(RunSettings run) {
        return SigmaGrid.ofIntervals(
                run, run.finalSigma(), run.config().betaSchedule().equals(COSINE));
    }

    static boolean isHeun(SchedulerConfig config) {
        return config.solver().type().filter("heun"::equals).isPresent();
    }

    /** Also where nothing is left to do, because the run's end is the smallest σ and the schedule reaches it by itself. */
    static boolean isFirstOrder(LogSnrSampler sampler, int step) {
        boolean endsWithoutNoise = sampler.grid.sigma(step + 1) == 0;
        return step == 0 || endsWithoutNoise || sampler.lastOfFew(step) || sampler.grid.distance(step) == 0;
    }

    /** The change of the picture over a step, from its change over the step before. */
    static float[] slope(LogSnrGrid grid, int step, float[] picture, float[] before) {
        float inverse = 1 / (grid.distance(step - 1) / grid.distance(step));
        float[] slope = new float[picture.length];
        for (int i = 0; i < slope.length; i++) {
            slope[i] = inverse * (picture[i] - before[i]);
        }
        return slope;
    }
}
