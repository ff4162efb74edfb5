package dev.diffract.frontend.core.sampling.solver;

import dev.diffract.frontend.core.noise.TorchGenerator;
import dev.diffract.frontend.core.sampling.Sampler;
import dev.diffract.frontend.core.sampling.SamplerState;
import java.util.ArrayList;
import java.util.List;

/** Whole runs of samplers over the model of {@code tests/parity/record_samplers.py}. */
final class Runs {

    private Runs() {}

    /** The state before every call, and the last. */
    static List<SamplerState> run(Sampler sampler, long seed, int size) {
        return resume(sampler, sampler.begin(TorchGenerator.seeded(seed), size));
    }

    static List<SamplerState> resume(Sampler sampler, SamplerState from) {
        List<SamplerState> states = new ArrayList<>();
        SamplerState state = from;
        states.add(state);
        while (!sampler.isDone(state)) {
            state = sampler.advance(state, model(sampler.modelInput(state), sampler.timestep(state)));
            states.add(state);
        }
        return states;
    }

    static SamplerState last(List<SamplerState> states) {
        return states.get(states.size() - 1);
    }

    /** In exactly rounded operations. */
    private static float[] model(float[] sample, float timestep) {
        float[] output = new float[sample.length];
        float shift = timestep * 0.0001f;
        for (int i = 0; i < output.length; i++) {
            output[i] = sample[i] * 0.5f + sample[(i + 1) % sample.length] * 0.25f - shift;
        }
        return output;
    }

    /** Of every call that was made. */
    static float[] timesteps(Sampler sampler, List<SamplerState> states) {
        float[] timesteps = new float[states.size() - 1];
        for (int call = 0; call < timesteps.length; call++) {
            timesteps[call] = sampler.timestep(states.get(call));
        }
        return timesteps;
    }

    static float[] timesteps(Sampler sampler) {
        float[] timesteps = new float[sampler.calls()];
        for (int call = 0; call < timesteps.length; call++) {
            timesteps[call] = sampler.timestep(call);
        }
        return timesteps;
    }
}
