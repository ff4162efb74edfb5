package dev.diffract.frontend.core.sampling.solver;

import static dev.diffract.frontend.core.sampling.solver.RescaledRuns.TRAILING;
import static dev.diffract.frontend.core.sampling.solver.RescaledRuns.isDrawn;
import static dev.diffract.frontend.core.sampling.solver.RescaledRuns.last;
import static dev.diffract.frontend.core.sampling.solver.RescaledRuns.sampler;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diffract.frontend.core.request.GenerationLimits;
import dev.diffract.frontend.core.sampling.schedule.Obstacle;
import dev.diffract.frontend.core.sampling.schedule.SigmaSchedule;
import dev.diffract.frontend.core.sampling.schedule.TimestepSpacing;
import dev.diffract.frontend.core.sampling.schedule.UndrawableException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A model of the noise and a schedule that ends in nothing else; what diffusers makes of every run is in {@link NoSignalVerdictsTest}. */
class NoSignalStartTest {

    private static final int STEPS = 10;

    /** There is nothing in diffusers to be the same as. */
    @ParameterizedTest
    @ValueSource(strings = {"DDIM CFG++", "DPM++ 2S a", "DPM++ 3M SDE", "Restart"})
    void whatDiffusersHasNotIsRefused(String name) {
        refused(name, TRAILING, STEPS, new Obstacle.OnlyNoise(999));
    }

    /** AUTOMATIC1111 does, with every sampler and from the first step on; its runs are among those of {@link SamplerParityTest}. */
    @Test
    void theOriginalGridIsAlwaysDrawnOn() {
        assertThat(Samplers.all())
                .filteredOn(SamplerFactory::takesOriginalSpacing)
                .hasSizeGreaterThan(20)
                .allSatisfy(sampler -> assertThat(isDrawn(sampler, TimestepSpacing.ORIGINAL, 1))
                        .isTrue());
        assertThat(Stream.of("DPM fast", "DPM adaptive")
                        .map(name -> Samplers.find(name).orElseThrow()))
                .allSatisfy(
                        sampler -> assertThat(isDrawn(sampler, TRAILING, STEPS)).isTrue());
    }

    @Test
    void whatWouldWorkIsSaid() {
        refused("DDIM", TRAILING, STEPS, new Obstacle.OnlyNoise(999));
        refused("Euler", TRAILING, 2, new Obstacle.StepsFromNoise(999, 45, 999, 2));
        refused("Euler a", TRAILING, 1, new Obstacle.StepsFromNoise(999, 8, 999, 1));
        refused("DPM++ 2M Exponential", TRAILING, 4, new Obstacle.StepsFromNoise(999, 8, 20, 4));
        refused("UniPC Karras", TRAILING, 30, new Obstacle.StepsFromNoise(999, 9, 20, 30));
        refused("DPM++ 2M Beta", TRAILING, 20, new Obstacle.OnlyNoise(999));
        refused("Euler Polyexponential", TRAILING, 50, new Obstacle.OnlyNoise(999)); // diffusers has no such schedule
        refused("Euler KL Optimal", TimestepSpacing.LEADING, 50, new Obstacle.OnlyNoise(999));
    }

    /** Both numbers that a refusal says are drawn with, and those beyond are not. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "DPM++ 2M Karras",
                "DPM++ 2M Exponential",
                "DPM++ 2M SDE Karras",
                "DPM++ 2M SDE Heun Exponential",
                "UniPC Karras"
            })
    void theStepsThatAreSaidAreTheFirstAndTheLastThatWork(String name) {
        SamplerFactory factory = Samplers.find(name).orElseThrow();
        assertThatThrownBy(() -> sampler(factory, TRAILING, true, GenerationLimits.STEPS, 0))
                .isInstanceOfSatisfying(UndrawableException.class, refusal -> {
                    Obstacle.StepsFromNoise said = (Obstacle.StepsFromNoise) refusal.obstacle();
                    assertThat(isDrawn(factory, TRAILING, said.least())).isTrue();
                    assertThat(isDrawn(factory, TRAILING, said.least() - 1)).isFalse();
                    assertThat(isDrawn(factory, TRAILING, said.most())).isTrue();
                    assertThat(isDrawn(factory, TRAILING, said.most() + 1)).isFalse();
                });
    }

    @ParameterizedTest
    @CsvSource({
        "Euler, 50",
        "Euler Karras, 20",
        "Euler Beta, 20",
        "Euler a, 20",
        "DPM++ 2M, 50",
        "DPM++ 2M Karras, 20",
        "DPM++ 2M SDE Exponential, 20",
        "UniPC, 50",
        "UniPC Exponential, 20"
    })
    void whatIsDrawnIsRescaled(String name, int steps) {
        SamplerFactory factory = Samplers.find(name).orElseThrow();
        assertThat(last(sampler(factory, TRAILING, true, steps, 0)))
                .isNotEqualTo(last(sampler(factory, TRAILING, false, steps, 0)));
    }

    @Test
    void whatBeginsLaterIsRescaled() {
        SamplerFactory euler = Samplers.find("Euler").orElseThrow();
        float[] trained = last(sampler(euler, TimestepSpacing.LEADING, false, STEPS, 0));

        assertThat(last(sampler(euler, TimestepSpacing.LEADING, true, STEPS, 0)))
                .isNotEqualTo(trained);
        assertThat(last(sampler(euler, TRAILING, true, STEPS, 3))).hasSize(16);
    }

    /** Also what is left of a run, from a picture or in a second pass: there is no word of the rescaling in their classes of diffusers. */
    @ParameterizedTest
    @ValueSource(strings = {"PLMS", "LMS", "Heun", "DPM2", "DPM2 a", "DPM++ SDE", "DEIS", "Heun Karras", "DPM2 Karras"})
    void theRestOfARunThatIsDrawnAsTrainedIsSoToo(String name) {
        SamplerFactory factory = Samplers.find(name).orElseThrow();
        for (int start : new int[] {0, 1, 5}) {
            assertThat(last(sampler(factory, TRAILING, true, STEPS, start)))
                    .as("%d left out", start)
                    .containsExactly(last(sampler(factory, TRAILING, false, STEPS, start)));
        }
    }

    /** The rest of a run is not looked up: diffusers tells its schedulers where it begins. */
    @Test
    void theRestOfARunMayHaveAnyNumberOfSteps() {
        SamplerFactory factory = Samplers.find("UniPC Karras").orElseThrow();
        assertThat(last(sampler(factory, TRAILING, true, 50, 1))).hasSize(16).doesNotContain(Float.NaN);
    }

    /** No sampler and no schedule may come to numbers that are none. */
    @ParameterizedTest
    @EnumSource(TimestepSpacing.class)
    void whateverIsDrawnIsFinite(TimestepSpacing spacing) {
        for (SamplerFactory sampler : Samplers.all()) {
            for (SigmaSchedule schedule : SigmaSchedule.values()) {
                if (!sampler.scheduled() && schedule != SigmaSchedule.AUTOMATIC) {
                    continue;
                }
                try {
                    float[] latents = last(sampler(sampler.with(schedule), spacing, true, STEPS, 0));
                    for (float value : latents) {
                        assertThat(value)
                                .as("%s, %s", sampler.infotextName(), schedule)
                                .isFinite();
                    }
                } catch (UndrawableException refused) {
                    assertThat(refused.obstacle()).isNotNull();
                }
            }
        }
    }

    private static void refused(String name, TimestepSpacing spacing, int steps, Obstacle obstacle) {
        SamplerFactory factory = Samplers.find(name).orElseThrow();
        assertThatThrownBy(() -> sampler(factory, spacing, true, steps, 0))
                .isInstanceOf(UndrawableException.class)
                .extracting(refusal -> ((UndrawableException) refusal).obstacle())
                .isEqualTo(obstacle);
    }
}
