package dev.diffract.frontend.core.sampling;

import static dev.diffract.frontend.core.sampling.Grids.sqrt;

import dev.diffract.frontend.core.noise.TorchGenerator;
import dev.diffract.repository.layout.SchedulerConfig;
import java.util.List;

/** Euler's method that goes further down than the next σ and comes up again with fresh noise. */
final class EulerAncestralSampler implements Sampler {

    private final SigmaGrid grid;

    EulerAncestralSampler(SchedulerConfig config, int steps) {
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
        float from = grid.sigma(state.call());
        float to = grid.sigma(state.call() + 1);
        float up = sqrt(to * to * (from * from - to * to) / (from * from));
        float step = sqrt(to * to - up * up) - from;
        float[] slope = grid.derivative(state, output);
        float[] latents = state.latents();
        TorchGenerator.Draw draw = state.noise().normal(latents.length);
        float[] noise = draw.values();
        float[] next = new float[latents.length];
        for (int i = 0; i < next.length; i++) {
            next[i] = latents[i] + slope[i] * step + noise[i] * up;
        }
        return new SamplerState(state.call() + 1, next, List.of(), draw.next());
    }
}
