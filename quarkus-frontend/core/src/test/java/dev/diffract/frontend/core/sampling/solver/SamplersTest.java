package dev.diffract.frontend.core.sampling.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.diffract.frontend.core.sampling.Sampler;
import dev.diffract.frontend.core.sampling.schedule.Obstacle;
import dev.diffract.frontend.core.sampling.schedule.UndrawableException;
import dev.diffract.repository.layout.SchedulerConfig;
import dev.diffract.repository.layout.SolverConfig;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SamplersTest {

    @ParameterizedTest
    @CsvSource({
        "DDIM, DDIM",
        "ddim, DDIM",
        "DDIMScheduler, DDIM",
        "plms, PLMS",
        "PNDMScheduler, PLMS",
        "pndm, PLMS",
        "Euler, Euler",
        "k_euler, Euler",
        "EulerDiscreteScheduler, Euler",
        "EULER A, Euler a",
        "euler_a, Euler a",
        "k_euler_ancestral, Euler a",
        "EulerAncestralDiscreteScheduler, Euler a",
        "dpm++ 2m, DPM++ 2M",
        "dpmpp_2m, DPM++ 2M",
        "DPMSolverMultistepScheduler, DPM++ 2M",
        "dpm++ 2m karras, DPM++ 2M Karras",
        "k_dpmpp_2m, DPM++ 2M Karras",
    })
    void aSamplerIsFoundByAnyOfItsNames(String name, String sampler) {
        assertThat(Samplers.find(name)).map(SamplerFactory::displayName).contains(sampler);
    }

    @Test
    void otherNamesFindNothing() {
        assertThat(Samplers.find("")).isEmpty();
        assertThat(Samplers.find("DPM++ 9M")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "DDIMScheduler, false, DDIM",
        "PNDMScheduler, false, PLMS",
        "EulerAncestralDiscreteScheduler, false, Euler a",
        "DPMSolverMultistepScheduler, false, DPM++ 2M",
        "DPMSolverMultistepScheduler, true, DPM++ 2M Karras",
        "UniPCMultistepScheduler, false, UniPC",
        "SomethingElseScheduler, false, DDIM",
    })
    void theModelsSchedulerClassDecidesTheDefault(String className, boolean karras, String sampler) {
        SolverConfig solver = SolverConfig.ofSigmas(Optional.of("karras").filter(name -> karras));
        SchedulerConfig config = SchedulerConfigs.stableDiffusion(className, "epsilon", solver);
        assertThat(Samplers.defaultFor(config).displayName()).isEqualTo(sampler);
    }

    @Test
    void someSamplersMakeMoreCallsThanTheyHaveSteps() {
        Set<String> twice = Set.of("Heun", "DPM2", "DPM2 a", "DPM++ 2S a", "DPM++ SDE", "Restart");
        SchedulerConfig config = SchedulerConfigs.stableDiffusion();
        for (SamplerFactory factory : Samplers.all()) {
            int more = twice.contains(factory.infotextName())
                    ? 19
                    : factory.infotextName().equals("PLMS") ? 1 : 0;
            assertThat(factory.create(config, 20).calls())
                    .as(factory.displayName())
                    .isEqualTo(20 + more);
        }
    }

    /** No step leads to zero, so that every step needs both calls. */
    @Test
    void withKlOptimalTheLastStepHasTwoCallsToo() {
        for (String name : List.of("Heun", "DPM2", "DPM2 a", "DPM++ 2S a", "DPM++ SDE")) {
            assertThat(Samplers.find(name, "KL Optimal")
                            .orElseThrow()
                            .create(SchedulerConfigs.stableDiffusion(), 20)
                            .calls())
                    .as(name)
                    .isEqualTo(40);
        }
    }

    @Test
    void theScheduleOfDdimGoesAsFarAsThereAreTimesteps() {
        SamplerFactory euler = Samplers.find("Euler", "DDIM").orElseThrow();
        assertThat(Runs.timesteps(euler.create(SchedulerConfigs.stableDiffusion(), 10)))
                .containsExactly(new float[] {901, 801, 701, 601, 501, 401, 301, 201, 101, 1}, within(1e-3f));
        float[] more = Runs.timesteps(euler.create(SchedulerConfigs.stableDiffusion(), 30));
        assertThat(more).hasSize(31);
        assertThat(more[0]).isCloseTo(991, within(1e-3f));
        assertThat(more[30]).isCloseTo(1, within(1e-3f));
    }

    @Test
    void stepsOutOfRangeAreRefused() {
        SamplerFactory ddim = Samplers.find("DDIM").orElseThrow();
        for (int steps : List.of(0, -1, 1000, 1_000_000_000)) {
            assertThatThrownBy(() -> ddim.create(SchedulerConfigs.stableDiffusion(), steps))
                    .isInstanceOf(UndrawableException.class)
                    .extracting(refusal -> ((UndrawableException) refusal).obstacle())
                    .isEqualTo(new Obstacle.Steps(999, steps));
        }
    }

    @Test
    void whatIsNotImplementedIsNamed() {
        refused(config("cubic", "epsilon", Optional.empty(), List.of()), "beta_schedule 'cubic' is not implemented");
        refused(config("linear", "sample", Optional.empty(), List.of()), "prediction_type 'sample' is not implemented");
        refused(
                config("linear", "epsilon", Optional.of("random"), List.of()),
                "timestep_spacing 'random' is not known");
        refused(
                config("linear", "epsilon", Optional.empty(), List.of("thresholding = true")),
                "the scheduler's configuration asks for thresholding = true, which is not implemented");
    }

    @Test
    void trainedBetasMustBeAsManyAsTimesteps() {
        SchedulerConfig config = new SchedulerConfig(
                "DDIMScheduler",
                10,
                0,
                0,
                "linear",
                Optional.of(List.of(0.1, 0.2)),
                "epsilon",
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                SolverConfig.NONE,
                List.of());
        refused(config, "trained_betas has 2 values, but num_train_timesteps is 10");
    }

    @Test
    void timestepsAndSigmasAreTheKnownOnesOfStableDiffusion() {
        Sampler karras = Samplers.find("DPM++ 2M Karras").orElseThrow().create(SchedulerConfigs.stableDiffusion(), 10);
        float[] timesteps = new float[10];
        for (int call = 0; call < 10; call++) {
            timesteps[call] = karras.timestep(call);
        }
        assertThat(timesteps).containsExactly(999, 916, 815, 687, 523, 327, 146, 41, 7, 0);
        Sampler euler = Samplers.find("Euler").orElseThrow().create(SchedulerConfigs.stableDiffusion(), 10);
        assertThat(euler.initialScale()).isCloseTo(14.61465f, within(1e-5f));
    }

    private static void refused(SchedulerConfig config, String sentence) {
        assertThatThrownBy(() -> Samplers.find("DDIM").orElseThrow().create(config, 5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(sentence);
    }

    private static SchedulerConfig config(
            String betas, String prediction, Optional<String> spacing, List<String> unsupported) {
        return new SchedulerConfig(
                "DDIMScheduler",
                1000,
                0.0001,
                0.02,
                betas,
                Optional.empty(),
                prediction,
                0,
                spacing,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                SolverConfig.NONE,
                unsupported);
    }
}
