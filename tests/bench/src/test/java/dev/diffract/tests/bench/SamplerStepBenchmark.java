package dev.diffract.tests.bench;

import dev.diffract.frontend.core.noise.TorchGenerator;
import dev.diffract.frontend.core.sampling.Sampler;
import dev.diffract.frontend.core.sampling.SamplerState;
import dev.diffract.frontend.core.sampling.solver.Samplers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/**
 * A sampler's part of all model calls of a run: what goes into the model, and the next state from what comes out. Calls
 * differ: not every one draws noise.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class SamplerStepBenchmark {

    /** Of a picture of 512 × 512. */
    private static final int LATENTS = 4 * 64 * 64;

    private static final int STEPS = 20;

    @Param({"DDIM"})
    public String sampler;

    private Sampler made;
    private float[] output;
    private List<SamplerState> states;

    @Setup
    public void run() {
        made = made(sampler);
        output = TorchGenerator.seeded(2).normal(LATENTS).values();
        states = new ArrayList<>();
        SamplerState state = made.begin(TorchGenerator.seeded(1), LATENTS);
        while (!made.isDone(state)) {
            states.add(state);
            state = made.advance(state, output);
        }
    }

    @Benchmark
    public void allCalls(Blackhole sink) {
        for (SamplerState state : states) {
            sink.consume(made.modelInput(state).values());
            sink.consume(made.advance(state, output));
        }
    }

    static int calls(String sampler) {
        return made(sampler).calls();
    }

    private static Sampler made(String sampler) {
        return Samplers.find(sampler).orElseThrow().create(StableDiffusion.scheduler(), STEPS);
    }
}
