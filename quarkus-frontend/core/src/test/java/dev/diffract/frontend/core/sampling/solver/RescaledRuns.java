package dev.diffract.frontend.core.sampling.solver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.core.sampling.Sampler;
import dev.diffract.frontend.core.sampling.StepNoise;
import dev.diffract.frontend.core.sampling.schedule.Beginning;
import dev.diffract.frontend.core.sampling.schedule.Obstacle;
import dev.diffract.frontend.core.sampling.schedule.SamplerOptions;
import dev.diffract.frontend.core.sampling.schedule.TimestepSpacing;
import dev.diffract.frontend.core.sampling.schedule.UndrawableException;
import dev.diffract.repository.layout.SchedulerConfig;
import java.util.Optional;
import java.util.OptionalDouble;

/** Runs of a model of the noise that a schedule rescaled to zero terminal SNR is asked for. */
final class RescaledRuns {

    static final SchedulerConfig CONFIG = SchedulerConfigs.stableDiffusion();
    static final TimestepSpacing TRAILING = TimestepSpacing.TRAILING;

    private RescaledRuns() {}

    static boolean isDrawn(SamplerFactory factory, TimestepSpacing spacing, int steps) {
        return isDrawn(factory, CONFIG, spacing, steps, Beginning.OF_NOISE);
    }

    static boolean isDrawn(
            SamplerFactory factory, SchedulerConfig config, TimestepSpacing spacing, int steps, Beginning beginning) {
        try {
            return factory.create(config, steps, options(spacing, true), StepNoise.OF_PICTURE, beginning)
                            .calls()
                    > 0;
        } catch (UndrawableException refused) {
            assertThat(refused.obstacle())
                    .isInstanceOfAny(
                            Obstacle.OnlyNoise.class, Obstacle.StepsFromNoise.class, Obstacle.BlackFromPicture.class);
            return false;
        }
    }

    static Sampler sampler(SamplerFactory factory, TimestepSpacing spacing, boolean rescaled, int steps, int start) {
        return factory.create(CONFIG, steps, options(spacing, rescaled), start);
    }

    private static SamplerOptions options(TimestepSpacing spacing, boolean rescaled) {
        return new SamplerOptions(
                OptionalDouble.empty(), Optional.of(spacing), Optional.empty(), Optional.of(rescaled));
    }

    static float[] last(Sampler sampler) {
        return Runs.last(Runs.run(sampler, 1, 16)).latents();
    }
}
