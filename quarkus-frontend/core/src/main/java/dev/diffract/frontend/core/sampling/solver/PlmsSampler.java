package dev.diffract.frontend.core.sampling.solver;

import static dev.diffract.frontend.core.sampling.schedule.Grids.sqrt;

import dev.diffract.frontend.core.sampling.Sampler;
import dev.diffract.frontend.core.sampling.SamplerState;
import dev.diffract.frontend.core.sampling.schedule.AlphaGrid;
import dev.diffract.frontend.core.sampling.schedule.Obstacle;
import dev.diffract.frontend.core.sampling.schedule.Prediction;
import dev.diffract.frontend.core.sampling.schedule.RunSettings;
import dev.diffract.frontend.core.sampling.schedule.UndrawableException;
import java.util.ArrayList;
import java.util.List;

/**
 * Pseudo numerical methods without their Runge-Kutta start (Liu et al. 2022): Adams-Bashforth over up to four outputs.
 * The first step is made twice, the second time with the mean of its two outputs, so a run takes one call more than it
 * has steps.
 */
final class PlmsSampler implements Sampler {

    private static final int MAX_HISTORY = 4;

    private final AlphaGrid grid;
    private final boolean original;
    private final int start;

    PlmsSampler(RunSettings run) {
        grid = AlphaGrid.spaced(run.whole(), false);
        original = run.original();
        start = run.start();
        if (grid.alpha(grid.timestep(0)) == 0) {
            throw new UndrawableException(new Obstacle.NoSignal());
        }
    }

    @Override
    public int calls() {
        return (grid.steps() == 1 && !original ? 1 : grid.steps() + 1) - start;
    }

    @Override
    public float timestep(int call) {
        return timestepOf(call);
    }

    @Override
    public float initialScale() {
        return 1;
    }

    @Override
    public float[] noised(float[] picture, float[] noise, int call) {
        return grid.noised(picture, noise, timestepOf(call));
    }

    /** The outputs that are mixed are the model's in diffusers, and what they say of the noise in the original programs. */
    @Override
    public SamplerState advance(SamplerState state, float[] said) {
        int timestep = timestepOf(state.call());
        float[] output = original ? estimate(state, said).noise() : said;
        if (state.call() == 1) { // again from the latents before the first step, which stand last in the history
            float[] first = state.history().get(0);
            float[] mean = combine(new float[] {1, 1}, 2, List.of(output, first));
            float[] before = state.history().get(1);
            return state.next(transfer(before, grid.above(timestep), timestep, mean), List.of(first));
        }
        List<float[]> outputs = appended(state.history(), output);
        float[] next = transfer(state.latents(), timestep, grid.below(timestep), combined(outputs));
        return state.next(next, state.call() == 0 ? List.of(output, state.latents()) : outputs);
    }

    @Override
    public float[] picture(SamplerState state, float[] output) {
        return estimate(state, output).picture();
    }

    private Estimate estimate(SamplerState state, float[] output) {
        float alpha = grid.alpha(timestepOf(state.call()));
        return Estimate.of(state.latents(), output, alpha, grid.prediction(), Float.POSITIVE_INFINITY);
    }

    /** What is left out is left out of the calls, and the second call repeats the first step all the same: as diffusers. */
    private int timestepOf(int call) {
        int ofRun = start + call;
        if (grid.steps() == 1 && ofRun == 1) { // the only step's second call
            return grid.below(grid.timestep(0));
        }
        return grid.timestep(ofRun < 2 ? ofRun : ofRun - 1);
    }

    private static List<float[]> appended(List<float[]> history, float[] output) {
        List<float[]> outputs = new ArrayList<>(history);
        outputs.add(output);
        return outputs.subList(Math.max(0, outputs.size() - MAX_HISTORY), outputs.size());
    }

    private static float[] combined(List<float[]> outputs) {
        List<float[]> latestFirst = new ArrayList<>();
        outputs.forEach(output -> latestFirst.add(0, output));
        return switch (outputs.size()) {
            case 1 -> outputs.get(0);
            case 2 -> combine(new float[] {3, -1}, 2, latestFirst);
            case 3 -> combine(new float[] {23, -16, 5}, 12, latestFirst);
            default -> combine(new float[] {55, -59, 37, -9}, 24, latestFirst);
        };
    }

    private static float[] combine(float[] weights, int divisor, List<float[]> values) {
        float[] sum = new float[values.get(0).length];
        float inverse = 1f / divisor;
        for (int i = 0; i < sum.length; i++) {
            float total = weights[0] * values.get(0)[i];
            for (int k = 1; k < weights.length; k++) {
                total += weights[k] * values.get(k)[i];
            }
            sum[i] = weights.length == MAX_HISTORY ? inverse * total : total / divisor;
        }
        return sum;
    }

    /** Formula 9 of the paper. */
    private float[] transfer(float[] latents, int from, int to, float[] output) {
        float alpha = grid.alpha(from);
        float alphaNext = grid.alpha(to);
        float beta = 1 - alpha;
        float rootAlpha = sqrt(alpha);
        float rootBeta = sqrt(beta);
        float latentsWeight = sqrt(alphaNext / alpha);
        float divisor = alpha * sqrt(1 - alphaNext) + sqrt(alpha * beta * alphaNext);
        boolean velocity = !original && grid.prediction() == Prediction.V;
        float[] next = new float[latents.length];
        for (int i = 0; i < next.length; i++) {
            float noise = velocity ? rootAlpha * output[i] + rootBeta * latents[i] : output[i];
            next[i] = latentsWeight * latents[i] - (alphaNext - alpha) * noise / divisor;
        }
        return next;
    }
}
