package dev.diffract.frontend.core.sampling.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.diffract.frontend.core.noise.TorchGenerator;
import dev.diffract.frontend.core.sampling.SamplerState;
import dev.diffract.frontend.core.sampling.SamplerStateCodec;
import dev.diffract.frontend.core.sampling.StepNoise;
import dev.diffract.frontend.core.sampling.TreeNoise;
import dev.diffract.frontend.core.sampling.schedule.Beginning;
import dev.diffract.frontend.core.sampling.schedule.FinalSigma;
import dev.diffract.frontend.core.sampling.schedule.SamplerOptions;
import dev.diffract.frontend.core.sampling.schedule.SigmaSchedule;
import dev.diffract.frontend.core.sampling.schedule.SolverChoice;
import dev.diffract.frontend.core.sampling.schedule.SolverType;
import dev.diffract.frontend.core.sampling.schedule.TimestepSpacing;
import dev.diffract.repository.layout.SchedulerConfig;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Runs with steps, seed and size drawn at random; the seed of the draw is in the name of the test. */
class SamplerStatesTest {

    private static final int DRAWS = 4;

    @TestFactory
    Stream<DynamicTest> aRunTakenUpFromTheBytesOfAnyStateEndsInTheSameBits() {
        long base = System.nanoTime();
        return Samplers.all().stream()
                .flatMap(factory -> Stream.of(SigmaSchedule.values())
                        .filter(schedule -> factory.takesSchedules() || schedule == factory.schedule())
                        .map(factory::with))
                .distinct()
                .flatMap(factory -> Stream.iterate(base, seed -> seed + 1)
                        .limit(DRAWS)
                        .map(seed -> dynamicTest(
                                factory.displayName() + ", drawn from seed " + seed,
                                () -> takesUp(factory, new Random(seed)))));
    }

    private static void takesUp(SamplerFactory factory, Random random) {
        SchedulerConfig config = SchedulerConfigs.stableDiffusion();
        int steps = 1 + random.nextInt(40);
        SamplerOptions options = options(random);
        StepNoise noise = random.nextBoolean()
                ? StepNoise.OF_PICTURE
                : new TreeNoise(TorchGenerator::seeded, random.nextLong() & Long.MAX_VALUE);
        List<SamplerState> undisturbed = Runs.run(
                factory.create(config, steps, options, noise, Beginning.OF_NOISE),
                random.nextLong(),
                1 + random.nextInt(100));
        for (float value : Runs.last(undisturbed).latents()) {
            assertThat(Float.isFinite(value))
                    .as("finite after %d steps with %s", steps, options)
                    .isTrue();
        }
        byte[] end = SamplerStateCodec.encode(Runs.last(undisturbed));
        for (SamplerState state : undisturbed) {
            SamplerState restored = SamplerStateCodec.decode(SamplerStateCodec.encode(state));
            List<SamplerState> resumed =
                    Runs.resume(factory.create(config, steps, options, noise, Beginning.OF_NOISE), restored);
            assertThat(SamplerStateCodec.encode(Runs.last(resumed)))
                    .as("taken up at call %d of %d steps", state.call(), steps)
                    .isEqualTo(end);
        }
    }

    private static SamplerOptions options(Random random) {
        return new SamplerOptions(
                random.nextBoolean() ? OptionalDouble.empty() : OptionalDouble.of(random.nextInt(101) / 100.0),
                drawn(TimestepSpacing.values(), random),
                drawn(FinalSigma.values(), random),
                Optional.empty(),
                Optional.empty(),
                new SolverChoice(
                        random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(1 + random.nextInt(3)),
                        drawn(SolverType.values(), random)));
    }

    private static <T> Optional<T> drawn(T[] values, Random random) {
        int index = random.nextInt(values.length + 1);
        return index == values.length ? Optional.empty() : Optional.of(values[index]);
    }

    @Test
    void refusesBytesOfSomethingElse() {
        byte[] state = SamplerStateCodec.encode(
                new SamplerState(3, new float[64], List.of(new float[64]), TorchGenerator.seeded(1)));
        assertThatThrownBy(() -> SamplerStateCodec.decode(new byte[3]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a sampler's state ends after 3 bytes");
        assertThatThrownBy(() -> SamplerStateCodec.decode(Arrays.copyOf(state, 100)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("64 values and 1 histories");
        assertThatThrownBy(() -> SamplerStateCodec.decode(Arrays.copyOf(state, state.length - 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a sampler's state ends after " + (state.length - 1) + " bytes");
        assertThatThrownBy(() -> SamplerStateCodec.decode(Arrays.copyOf(state, state.length + 2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a sampler's state has 2 bytes after its generator");
        state[3] = 9;
        assertThatThrownBy(() -> SamplerStateCodec.decode(state))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("version 9");
    }
}
