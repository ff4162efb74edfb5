package dev.diffract.frontend.core.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diffract.frontend.core.sampling.schedule.SamplerOptions;
import dev.diffract.frontend.core.sampling.schedule.SigmaSchedule;
import dev.diffract.frontend.core.sampling.schedule.TimestepSpacing;
import dev.diffract.frontend.core.sampling.solver.SamplerFactory;
import dev.diffract.frontend.core.sampling.solver.Samplers;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** A sampler is found again by its names. */
class SamplingTest {

    @Test
    void everySamplerWithEverySchedule() {
        for (SamplerFactory listed : Samplers.all()) {
            for (SigmaSchedule schedule : SigmaSchedule.values()) {
                if (listed.scheduled() || schedule == listed.schedule()) {
                    SamplerFactory sampler = listed.with(schedule);
                    SamplerFactory again =
                            Sampling.of(sampler, SamplerOptions.NONE).sampler();
                    assertThat(again.displayName()).isEqualTo(sampler.displayName());
                    assertThat(again.schedule()).isEqualTo(schedule);
                    assertThat(again.options()).isEqualTo(sampler.options());
                    assertThat(again.constructor()).isSameAs(sampler.constructor());
                }
            }
        }
    }

    @Test
    void whatTheCatalogueLacksIsRefused() {
        assertThatThrownBy(() -> new Sampling("Eulerian", SigmaSchedule.AUTOMATIC, SamplerOptions.NONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no sampler 'Eulerian'");
        assertThatThrownBy(() -> new Sampling("LCM", SigmaSchedule.KARRAS, SamplerOptions.NONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("LCM has timesteps of its own and no schedule Karras");
    }

    @Test
    void aSamplerMayHaveSchedulesOnOneGridAlone() {
        SamplerOptions original = new SamplerOptions(
                OptionalDouble.empty(), Optional.of(TimestepSpacing.ORIGINAL), Optional.empty(), Optional.empty());
        assertThat(new Sampling("LCM", SigmaSchedule.KARRAS, original).sampler().displayName())
                .isEqualTo("LCM Karras");
    }
}
