package dev.diffract.frontend.core.sampling.solver;

import dev.diffract.frontend.core.noise.TorchGenerator;
import dev.diffract.frontend.core.picture.Guidance;
import dev.diffract.frontend.core.sampling.Sampler;
import dev.diffract.frontend.core.sampling.SamplerState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Whole runs of samplers over the model of {@code tests/parity/record_samplers.py}. */
final class Runs {

    private static final double SCALE = 7.5;

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
            state = sampler.advance(
                    state, output(sampler, sampler.modelInput(state).values(), sampler.timestep(state)));
            states.add(state);
        }
        return states;
    }

    static SamplerState last(List<SamplerState> states) {
        return states.get(states.size() - 1);
    }

    /** What a sampler takes of a model: all but those of CFG++ its one output, as if that had been guided already. */
    private static float[] output(Sampler sampler, float[] sample, float timestep) {
        float[] conditional = model(sample, timestep);
        if (!sampler.takesUnconditional()) {
            return conditional;
        }
        float[] rows = Arrays.copyOf(unconditional(sample, timestep), 2 * sample.length);
        System.arraycopy(conditional, 0, rows, sample.length, sample.length);
        return both(Guidance.combine(rows, SCALE * sampler.guidanceFactor(), 0), rows);
    }

    /** The guided output and the unconditional one. */
    private static float[] both(float[] guided, float[] rows) {
        float[] both = Arrays.copyOf(guided, rows.length);
        System.arraycopy(rows, 0, both, guided.length, guided.length);
        return both;
    }

    /** An output as the sampler takes it that is the same with guidance and without. */
    static float[] unguided(Sampler sampler, float[] output) {
        if (!sampler.takesUnconditional()) {
            return output;
        }
        float[] rows = Arrays.copyOf(output, 2 * output.length);
        System.arraycopy(output, 0, rows, output.length, output.length);
        return rows;
    }

    /** Another model, in exactly rounded operations. */
    private static float[] unconditional(float[] sample, float timestep) {
        float[] output = new float[sample.length];
        float shift = timestep * 0.0002f;
        for (int i = 0; i < output.length; i++) {
            output[i] = sample[i] * 0.25f + sample[(i + 1) % sample.length] * 0.5f - shift;
        }
        return output;
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
