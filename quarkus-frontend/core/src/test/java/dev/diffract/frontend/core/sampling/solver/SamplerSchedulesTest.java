package dev.diffract.frontend.core.sampling.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diffract.frontend.core.sampling.Sampler;
import dev.diffract.frontend.core.sampling.schedule.Obstacle;
import dev.diffract.frontend.core.sampling.schedule.SamplerOptions;
import dev.diffract.frontend.core.sampling.schedule.SigmaSchedule;
import dev.diffract.frontend.core.sampling.schedule.TimestepSpacing;
import dev.diffract.frontend.core.sampling.schedule.UndrawableException;
import dev.diffract.repository.layout.SchedulerConfig;
import dev.diffract.repository.layout.SolverConfig;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class SamplerSchedulesTest {

    @Test
    void everySamplerIsFoundByItsNameAndAliases() {
        for (SamplerFactory sampler : Samplers.all()) {
            assertThat(Samplers.find(sampler.displayName())).contains(sampler);
            assertThat(sampler.aliases())
                    .allSatisfy(alias -> assertThat(Samplers.find(alias)).contains(sampler));
        }
    }

    @Test
    void theScheduleMayFollowTheNameOrStandApart() {
        SamplerFactory karras = Samplers.find("dpm++ 2s a KARRAS").orElseThrow();
        assertThat(karras.infotextName()).isEqualTo("DPM++ 2S a");
        assertThat(karras.scheduleType()).isEqualTo("Karras");
        assertThat(karras.displayName()).isEqualTo("DPM++ 2S a Karras");
        assertThat(Samplers.find("DPM++ 2M", "karras"))
                .map(SamplerFactory::displayName)
                .contains("DPM++ 2M Karras");
        assertThat(Samplers.find("Euler", "sgm_uniform"))
                .map(SamplerFactory::displayName)
                .contains("Euler SGM Uniform");
        assertThat(Samplers.find("Heun KL Optimal"))
                .map(SamplerFactory::scheduleType)
                .contains("KL Optimal");
        assertThat(Samplers.find("DPM++ 2M align your steps"))
                .map(SamplerFactory::displayName)
                .contains("DPM++ 2M Align Your Steps");
        assertThat(Samplers.find("Euler DDIM").map(SamplerFactory::scheduleType))
                .contains("DDIM");
        assertThat(Samplers.find("Euler a", "polyexponential"))
                .map(SamplerFactory::displayName)
                .contains("Euler a Polyexponential");
        assertThat(Samplers.find("LCM", "sgm_uniform"))
                .map(SamplerFactory::displayName)
                .contains("LCM SGM Uniform");
        assertThat(Samplers.find("DDIM", "Automatic"))
                .map(SamplerFactory::displayName)
                .contains("DDIM");
    }

    @Test
    void whatIsNotKnownIsNotFound() {
        assertThat(Samplers.find("DPM++ 9M")).isEmpty();
        assertThat(Samplers.find("DDIM Karras")).isEmpty();
        assertThat(Samplers.find("Euler", "Karras Exponential")).isEmpty();
        assertThat(Samplers.find("TCD", "Karras")).isEmpty();
        assertThat(Samplers.find(" Karras")).isEmpty();
    }

    @Test
    void theConfigurationDecidesTheDefaultsSchedule() {
        assertThat(byDefault("EulerDiscreteScheduler", "exponential", "")).isEqualTo("Euler Exponential");
        assertThat(byDefault("DPMSolverMultistepScheduler", "", "sde-dpmsolver++"))
                .isEqualTo("DPM++ 2M SDE");
        assertThat(byDefault("DPMSolverMultistepScheduler", "karras", "sde-dpmsolver++"))
                .isEqualTo("DPM++ 2M SDE Karras");
        assertThat(byDefault("DDIMScheduler", "karras", "")).isEqualTo("DDIM");
        assertThat(byDefault("LCMScheduler", "karras", "")).isEqualTo("LCM");
    }

    @Test
    void automaticTakesTheSchedulesOfTheConfiguration() {
        SchedulerConfig config = config("EulerDiscreteScheduler", "karras", "");
        Sampler automatic = Samplers.find("Euler").orElseThrow().create(config, 10);
        Sampler karras = Samplers.find("Euler Karras").orElseThrow().create(config, 10);
        assertThat(Runs.timesteps(automatic)).isEqualTo(Runs.timesteps(karras));
    }

    /** What a sampler takes makes a difference, and what makes none it does not take: on the original grid, UniPC has times of its own. */
    @Test
    void aScheduleThatIsTakenMakesADifference() {
        for (TimestepSpacing spacing : TimestepSpacing.values()) {
            SamplerOptions options = new SamplerOptions(
                    OptionalDouble.empty(), Optional.of(spacing), Optional.empty(), Optional.empty());
            for (SamplerFactory sampler : Samplers.all()) {
                if (!sampler.takesSchedules()) {
                    continue;
                }
                long different = Arrays.stream(SigmaSchedule.values())
                        .map(schedule -> Arrays.toString(last(sampler.with(schedule), options)))
                        .distinct()
                        .count();
                assertThat(different > 1)
                        .as("%s, %s", sampler.infotextName(), spacing)
                        .isEqualTo(sampler.takesSchedules(Optional.of(spacing)));
            }
        }
    }

    private static float[] last(SamplerFactory sampler, SamplerOptions options) {
        return Runs.last(Runs.run(sampler.create(SchedulerConfigs.stableDiffusion(), 10, options), 1, 16))
                .latents();
    }

    @Test
    void refusesWhatCannotBeSampled() {
        SchedulerConfig config = SchedulerConfigs.stableDiffusion();
        refused("LCM", config, 51, SamplerOptions.NONE, new Obstacle.DistilledSteps(50, 51));
        refused("DDIM", config, 5, rescaled(), new Obstacle.OnlyNoise(999));
        assertThatThrownBy(() -> Samplers.find("DDIM").orElseThrow().with(SigmaSchedule.BETA))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("DDIM has timesteps of its own and no schedule Beta");
    }

    @Test
    void leadingTimestepsOfARescaledScheduleCanBeSampled() {
        SamplerOptions options = new SamplerOptions(
                OptionalDouble.empty(), Optional.of(TimestepSpacing.LEADING), Optional.empty(), Optional.of(true));
        Sampler sampler = Samplers.find("PLMS").orElseThrow().create(SchedulerConfigs.stableDiffusion(), 10, options);
        assertThat(Runs.last(Runs.run(sampler, 1, 16)).latents()).doesNotContain(Float.NaN);
    }

    private static SamplerOptions rescaled() {
        return new SamplerOptions(
                OptionalDouble.empty(), Optional.of(TimestepSpacing.TRAILING), Optional.empty(), Optional.of(true));
    }

    private static void refused(
            String name, SchedulerConfig config, int steps, SamplerOptions options, Obstacle obstacle) {
        SamplerFactory sampler = Samplers.find(name).orElseThrow();
        assertThatThrownBy(() -> sampler.create(config, steps, options))
                .isInstanceOf(UndrawableException.class)
                .extracting(refusal -> ((UndrawableException) refusal).obstacle())
                .isEqualTo(obstacle);
    }

    private static String byDefault(String className, String sigmas, String algorithm) {
        return Samplers.defaultFor(config(className, sigmas, algorithm)).displayName();
    }

    private static SchedulerConfig config(String className, String sigmas, String algorithm) {
        SolverConfig solver = new SolverConfig(
                Optional.of(sigmas).filter(name -> !name.isEmpty()),
                Optional.empty(),
                Optional.of(algorithm).filter(name -> !name.isEmpty()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        return SchedulerConfigs.stableDiffusion(className, "epsilon", solver);
    }
}
