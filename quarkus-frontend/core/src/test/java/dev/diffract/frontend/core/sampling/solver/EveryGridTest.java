package dev.diffract.frontend.core.sampling.solver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.core.sampling.StepNoise;
import dev.diffract.frontend.core.sampling.schedule.Beginning;
import dev.diffract.frontend.core.sampling.schedule.SamplerOptions;
import dev.diffract.frontend.core.sampling.schedule.SolverChoice;
import dev.diffract.frontend.core.sampling.schedule.TimestepSpacing;
import dev.diffract.frontend.core.sampling.schedule.UndrawableException;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Grids do not come out even for every number of steps: no sampler may leave the training's timesteps, or stop at a number. */
class EveryGridTest {

    static Stream<Arguments> samplers() {
        return Samplers.all().stream()
                .flatMap(sampler -> Stream.of(TimestepSpacing.values())
                        .map(spacing -> Arguments.of(sampler.displayName(), spacing)));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("samplers")
    void canBeRunWithAnyNumberOfSteps(String name, TimestepSpacing spacing) {
        SamplerFactory sampler = Samplers.find(name).orElseThrow();
        SamplerOptions options = new SamplerOptions(
                OptionalDouble.empty(),
                Optional.of(spacing),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                SolverChoice.NONE);
        IntStream.concat(IntStream.rangeClosed(1, 60), IntStream.of(111, 125, 143, 150))
                .forEach(steps -> {
                    try {
                        float[] latents = Runs.last(Runs.run(
                                        sampler.create(
                                                SchedulerConfigs.stableDiffusion(),
                                                steps,
                                                options,
                                                StepNoise.OF_PICTURE,
                                                Beginning.OF_NOISE),
                                        steps,
                                        2))
                                .latents();
                        for (float value : latents) {
                            assertThat(value).as("after %d steps", steps).isFinite();
                        }
                    } catch (UndrawableException refused) {
                        assertThat(refused.obstacle()).as("%d steps", steps).isNotNull();
                    }
                });
    }
}
