package dev.diffract.frontend.core.sampling.solver;

import dev.diffract.frontend.core.sampling.SamplerState;
import dev.diffract.frontend.core.sampling.schedule.LogSnrGrid;
import dev.diffract.frontend.core.sampling.schedule.RunSettings;
import dev.diffract.frontend.core.sampling.schedule.SigmaGrid;
import dev.diffract.repository.layout.SchedulerConfig;
import java.util.List;
import java.util.stream.Stream;

/** What the multistep samplers of DPM-Solver++ share. */
final class DpmSolverMultistep {

    private static final int HIGHEST_ORDER = 3;
    private static final int ORIGINAL_ORDER = 2;
    private static final String COSINE = "squaredcos_cap_v2";

    private DpmSolverMultistep() {}

    static LogSnrGrid grid(RunSettings run) {
        SigmaGrid sigmas = SigmaGrid.ofIntervals(
                run, run.finalSigma(), run.config().betaSchedule().equals(COSINE));
        return run.original() ? LogSnrGrid.endingWhole(sigmas) : new LogSnrGrid(sigmas);
    }

    /** k-diffusion, whose grid the original one is, has the midpoint alone. */
    static boolean isHeun(RunSettings run) {
        return !run.original() && isHeun(run.config());
    }

    static boolean isHeun(SchedulerConfig config) {
        return config.solver().type().filter("heun"::equals).isPresent();
    }

    /** k-diffusion, whose grid the original one is, has the second order alone. */
    static int highestOrder(RunSettings run) {
        return run.original() ? ORIGINAL_ORDER : Math.min(HIGHEST_ORDER, run.orderOfConfig());
    }

    /**
     * A step's order: 1 also where nothing is left to do, because the run's end is the smallest σ and the schedule reaches it by
     * itself. Short runs end with lower orders in diffusers, not in k-diffusion.
     */
    static int order(LogSnrSampler sampler, int step, int highest) {
        boolean endsWithoutNoise = sampler.grid.sigma(step + 1) == 0;
        if (endsWithoutNoise || sampler.grid.distance(step) == 0) {
            return 1;
        }
        int atEnd = sampler.grid.isOriginal() ? highest : sampler.orderAtEnd(step);
        return Math.min(highest, Math.min(step + 1, atEnd));
    }

    /** What later steps need of the pictures up to now, latest first. */
    static float[][] history(float[] picture, SamplerState state, int highest) {
        return Stream.concat(Stream.of(picture), state.history().stream())
                .limit(highest - 1L)
                .toArray(float[][]::new);
    }

    /**
     * The changes of a step of third order.
     *
     * @param first of the picture over the step
     * @param second of that change
     */
    record Changes(float[] first, float[] second) {

        /** @param history the pictures before, latest first */
        static Changes of(LogSnrGrid grid, int step, float[] picture, List<float[]> history) {
            float ratio = grid.distance(step - 1) / grid.distance(step);
            float ratioBefore = grid.distance(step - 2) / grid.distance(step);
            float[] slope = slope(ratio, picture, history.get(0));
            float[] slopeBefore = slope(ratioBefore, history.get(0), history.get(1));
            float both = ratio + ratioBefore;
            float share = ratio / both;
            float inverse = 1 / both;
            float[] first = new float[picture.length];
            float[] second = new float[picture.length];
            for (int i = 0; i < picture.length; i++) {
                float change = slope[i] - slopeBefore[i];
                first[i] = slope[i] + share * change;
                second[i] = inverse * change;
            }
            return new Changes(first, second);
        }
    }

    /** The change of the picture over a step, from its change over the step before. */
    static float[] slope(LogSnrGrid grid, int step, float[] picture, float[] before) {
        return slope(grid.distance(step - 1) / grid.distance(step), picture, before);
    }

    private static float[] slope(float ratio, float[] picture, float[] before) {
        float inverse = 1 / ratio;
        float[] slope = new float[picture.length];
        for (int i = 0; i < slope.length; i++) {
            slope[i] = inverse * (picture[i] - before[i]);
        }
        return slope;
    }
}
