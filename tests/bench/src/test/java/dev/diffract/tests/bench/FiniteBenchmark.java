package dev.diffract.tests.bench;

import dev.diffract.frontend.core.noise.TorchGenerator;
import dev.diffract.frontend.core.picture.Finite;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What a guided step of a picture of 512 × 512 looks through for NaN and infinity: two rows, one guided, the next latents. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class FiniteBenchmark {

    private static final int LATENTS = 4 * 64 * 64;

    private float[] rows;
    private float[] one;

    @Setup
    public void draw() {
        rows = TorchGenerator.seeded(1).normal(2 * LATENTS).values();
        one = TorchGenerator.seeded(2).normal(LATENTS).values();
    }

    @Benchmark
    public boolean allOfAStep() {
        return Finite.all(rows) & Finite.all(one) & Finite.all(one);
    }
}
