package dev.diffract.frontend.core.sampling.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diffract.frontend.core.sampling.Sampler;
import dev.diffract.frontend.core.sampling.schedule.Obstacle;
import dev.diffract.frontend.core.sampling.schedule.SamplerOptions;
import dev.diffract.frontend.core.sampling.schedule.TimestepSpacing;
import dev.diffract.frontend.core.sampling.schedule.UndrawableException;
import dev.diffract.repository.layout.SchedulerConfig;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A model of the noise and a schedule that ends in nothing else; whole pictures of it are compared by the end-to-end tests. */
class NoSignalStartTest {

    private static final SchedulerConfig CONFIG = SchedulerConfigs.stableDiffusion();
    private static final int STEPS = 10;

    /** diffusers gives NaN, a flat or burnt picture, or an error for these. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "DDIM",
                "DDIM CFG++",
                "DDPM",
                "LCM",
                "TCD",
                "Euler",
                "DPM++ 2M",
                "DPM++ 2M Karras",
                "DPM++ 2M SDE Karras",
                "UniPC",
                "UniPC Karras",
                "DPM++ 2M Exponential",
                "DPM++ 2M Beta",
                "DPM++ 2M SDE Beta",
                "UniPC Exponential",
                "DPM++ 2S a",
                "DPM++ 3M SDE",
                "DPM fast",
                "DPM adaptive",
                "Restart"
            })
    void thereIsNoPicture(String name) {
        assertThatThrownBy(() -> sampler(name, TimestepSpacing.TRAILING, true, 0))
                .isInstanceOf(UndrawableException.class)
                .extracting(refusal -> ((UndrawableException) refusal).obstacle())
                .isEqualTo(new Obstacle.OnlyNoise(999));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PLMS",
                "LMS",
                "Heun",
                "DPM2",
                "DPM2 Karras",
                "DPM2 a",
                "DPM++ SDE",
                "DEIS",
                "DEIS Karras",
                "DEIS Exponential"
            })
    void classesThatDoNotKnowOfItDrawAsTrained(String name) {
        assertThat(last(sampler(name, TimestepSpacing.TRAILING, true, 0)))
                .containsExactly(last(sampler(name, TimestepSpacing.TRAILING, false, 0)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Euler Karras",
                "Euler Exponential",
                "Euler Beta",
                "Euler a",
                "DPM++ 2M SDE",
                "DPM++ 2M SDE Exponential"
            })
    void theOthersAreRescaled(String name) {
        assertThat(last(sampler(name, TimestepSpacing.TRAILING, true, 0)))
                .isNotEqualTo(last(sampler(name, TimestepSpacing.TRAILING, false, 0)));
    }

    @Test
    void whatBeginsLaterIsRescaled() {
        float[] trained = last(sampler("Euler", TimestepSpacing.LEADING, false, 0));

        assertThat(last(sampler("Euler", TimestepSpacing.LEADING, true, 0))).isNotEqualTo(trained);
        assertThat(last(sampler("Euler", TimestepSpacing.TRAILING, true, 3))).hasSize(16);
    }

    private static Sampler sampler(String name, TimestepSpacing spacing, boolean rescaled, int start) {
        SamplerOptions options = new SamplerOptions(
                OptionalDouble.empty(), Optional.of(spacing), Optional.empty(), Optional.of(rescaled));
        return Samplers.find(name).orElseThrow().create(CONFIG, STEPS, options, start);
    }

    private static float[] last(Sampler sampler) {
        return Runs.last(Runs.run(sampler, 1, 16)).latents();
    }
}
