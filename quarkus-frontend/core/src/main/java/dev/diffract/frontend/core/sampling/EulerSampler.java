package dev.diffract.frontend.core.sampling;

import dev.diffract.repository.layout.SchedulerConfig;
import java.util.List;

/** Euler's method on the probability flow (Karras et al. 2022, algorithm 2 without churn). */
final class EulerSampler implements Sampler {

    private final SigmaGrid grid;

    EulerSampler(SchedulerConfig config, int steps) {
        grid = new SigmaGrid(config, steps);
    }

    @Override
    public int calls() {
        return grid.steps();
    }

    @Override
    public float timestep(int call) {
        return grid.timestep(call);
    }

    @Override
    public float initialScale() {
        return grid.initialScale();
    }

    @Override
    public float[] modelInput(SamplerState state) {
        return grid.modelInput(state);
    }

    @Override
    public SamplerState advance(SamplerState state, float[] output) {
        float[] slope = grid.derivative(state, output);
        float step = grid.sigma(state.call() + 1) - grid.sigma(state.call());
        float[] latents = state.latents();
        float[] next = new float[latents.length];
        for (int i = 0; i < next.length; i++) {
            next[i] = latents[i] + slope[i] * step;
        }
        return state.next(next, List.of());
    }
}
