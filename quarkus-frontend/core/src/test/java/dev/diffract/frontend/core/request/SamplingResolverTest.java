package dev.diffract.frontend.core.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diffract.frontend.core.TestModels;
import dev.diffract.frontend.core.imaging.Raster;
import dev.diffract.frontend.core.model.ModelDefinition;
import dev.diffract.frontend.core.plan.GenerationPlan;
import dev.diffract.frontend.core.plan.TestPlans;
import dev.diffract.frontend.core.sampling.schedule.FinalSigma;
import dev.diffract.frontend.core.sampling.schedule.NoiseOfSteps;
import dev.diffract.frontend.core.sampling.schedule.Obstacle;
import dev.diffract.frontend.core.sampling.schedule.SamplerOptions;
import dev.diffract.frontend.core.sampling.schedule.SigmaSchedule;
import dev.diffract.frontend.core.sampling.schedule.SolverChoice;
import dev.diffract.frontend.core.sampling.schedule.SolverType;
import dev.diffract.frontend.core.sampling.schedule.TimestepSpacing;
import dev.diffract.frontend.core.sampling.solver.SamplerFactory;
import dev.diffract.frontend.core.sampling.solver.Samplers;
import dev.diffract.frontend.core.sampling.solver.SchedulerConfigs;
import dev.diffract.repository.layout.SolverConfig;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SamplingResolverTest {

    private static final SamplingOptions ODD = new SamplingOptions("curly", 1.5, "wide", "one", null);

    @ParameterizedTest
    @CsvSource({
        "DPM++ 2M, karras, DPM++ 2M Karras",
        "DPM++ 2M Karras, karras, DPM++ 2M Karras",
        "k_dpmpp_2m, KARRAS, DPM++ 2M Karras",
        "DPM++ 2M, uniform, DPM++ 2M",
        "Euler a, SGM Uniform, Euler a SGM Uniform",
        "Restart, exponential, Restart Exponential",
        "Euler, align_your_steps, Euler Align Your Steps",
        "Heun, KL Optimal, Heun KL Optimal",
        "LMS, ddim, LMS DDIM",
        "DDIM, automatic, DDIM",
        ", automatic, DDIM",
    })
    void aScheduleIsSaidWithTheSamplerOrBesideIt(String sampler, String schedule, String drawn) {
        assertThat(plan(sampler, new SamplingOptions(schedule, null, null, null, null))
                        .sampler()
                        .displayName())
                .isEqualTo(drawn);
    }

    @Test
    void theScheduleOfAModelsOwnSamplerCanBeAnother() {
        SolverConfig karras = SolverConfig.ofSigmas(Optional.of("karras"));
        ModelDefinition model = TestModels.model(
                "m",
                Optional.empty(),
                SchedulerConfigs.stableDiffusion("DPMSolverMultistepScheduler", "epsilon", karras));
        GenerationRequest request = TestRequests.of("a");
        assertThat(TestPlans.of(model, request).sampler().displayName()).isEqualTo("DPM++ 2M Karras");
        SamplingOptions beta = new SamplingOptions("beta", null, null, null, null);
        assertThat(TestPlans.of(
                                model,
                                GenerationRequest.builder()
                                        .prompt("a")
                                        .options(beta)
                                        .build())
                        .sampler()
                        .displayName())
                .isEqualTo("DPM++ 2M Beta");
    }

    @Test
    void whatTheSamplerTakesReachesIt() {
        assertThat(plan("DPM++ 2M SDE", new SamplingOptions(null, 0.5, "trailing", "sigma_min", true))
                        .sampling()
                        .options())
                .isEqualTo(new SamplerOptions(
                        OptionalDouble.of(0.5),
                        Optional.of(TimestepSpacing.TRAILING),
                        Optional.of(FinalSigma.SIGMA_MIN),
                        Optional.of(true)));
        assertThat(plan("DDIM", SamplingOptions.NONE).sampling().options()).isEqualTo(SamplerOptions.NONE);
    }

    @Test
    void whatNobodyKnowsIsNamedAtOnce() {
        refused(
                request("DPM++ 9M", ODD),
                new Fault(Field.ETA, new Rule.Range(0, 1, 1.5)),
                new Fault(
                        Field.TIMESTEP_SPACING,
                        new Rule.OneOf(List.of("leading", "linspace", "trailing", "original"), "wide")),
                new Fault(Field.FINAL_SIGMA, new Rule.OneOf(List.of("zero", "sigma_min"), "one")),
                new Fault(Field.SCHEDULE_TYPE, new Rule.OneOf(TestRequests.SCHEDULES, "curly")),
                new Fault(Field.SAMPLER, new Rule.OneOf(TestRequests.SAMPLERS, "DPM++ 9M")));
    }

    @Test
    void noiseAndSolverReachTheSamplersThatTakeThem() {
        assertThat(plan(
                                "DPM++ SDE Karras",
                                new SamplingOptions(null, null, null, null, null, "brownian_tree", SolverOptions.NONE))
                        .sampling()
                        .options()
                        .noise())
                .contains(NoiseOfSteps.BROWNIAN_TREE);
        assertThat(plan("UniPC", new SamplingOptions(null, null, null, null, null, null, new SolverOptions(3L, "bh1")))
                        .sampling()
                        .options()
                        .solver())
                .isEqualTo(new SolverChoice(OptionalInt.of(3), Optional.of(SolverType.BH1)));
        List<String> sde = List.of("DPM++ 2M SDE", "DPM++ 2M SDE Heun", "DPM++ SDE", "DPM++ 3M SDE");
        refused(
                request(
                        "Euler",
                        new SamplingOptions(null, null, null, null, null, "generator", new SolverOptions(2L, "bh2"))),
                new Fault(Field.STEP_NOISE, new Rule.UsedBy(sde, "Euler")),
                new Fault(Field.SOLVER_ORDER, new Rule.UsedBy(List.of("UniPC"), "Euler")),
                new Fault(Field.SOLVER_TYPE, new Rule.UsedBy(List.of("UniPC"), "Euler")));
        refused(
                request("UniPC", new SamplingOptions(null, null, null, null, null, null, new SolverOptions(4L, "bh3"))),
                new Fault(Field.SOLVER_ORDER, new Rule.Whole(1, 3, 4)),
                new Fault(Field.SOLVER_TYPE, new Rule.OneOf(List.of("bh1", "bh2"), "bh3")));
    }

    @Test
    void lcmHasSchedulesOnTheOriginalGridAlone() {
        SamplingOptions original = new SamplingOptions("karras", null, "original", null, null);
        assertThat(plan("LCM", original).sampler().displayName()).isEqualTo("LCM Karras");
        SamplingOptions unsaid = new SamplingOptions(null, null, "original", null, null);
        assertThat(plan("LCM Karras", unsaid).sampler().displayName()).isEqualTo("LCM Karras");
        List<String> names =
                Samplers.all().stream().map(SamplerFactory::displayName).toList();
        refused(
                request("LCM Karras", SamplingOptions.NONE),
                new Fault(Field.SAMPLER, new Rule.OneOf(names, "LCM Karras")));
    }

    @Test
    void klOptimalEndsWhereItEnds() {
        refused(
                request("Euler", new SamplingOptions("kl_optimal", null, null, "zero", null)),
                new Fault(
                        Field.FINAL_SIGMA,
                        new Rule.UsedBy(
                                List.of("Euler", "DPM++ 2M", "DPM++ 2M SDE", "DPM++ 2M SDE Heun", "UniPC"),
                                "Euler KL Optimal")));
    }

    @Test
    void whatTheSamplerHasNoUseForIsRefused() {
        refused(
                request("LCM", new SamplingOptions("karras", 0.5, "leading", "zero", null)),
                new Fault(
                        Field.SCHEDULE_TYPE,
                        new Rule.ScheduleOf("LCM", SigmaSchedule.AUTOMATIC, Optional.empty(), SigmaSchedule.KARRAS)),
                new Fault(
                        Field.ETA,
                        new Rule.UsedBy(
                                List.of(
                                        "DDIM",
                                        "DDIM CFG++",
                                        "Euler a",
                                        "DPM2 a",
                                        "DPM++ 2M SDE",
                                        "DPM++ 2M SDE Heun",
                                        "DPM++ 2S a",
                                        "DPM++ SDE",
                                        "DPM++ 3M SDE",
                                        "DPM fast",
                                        "DPM adaptive",
                                        "TCD"),
                                "LCM")),
                new Fault(
                        Field.FINAL_SIGMA,
                        new Rule.UsedBy(
                                List.of("Euler", "DPM++ 2M", "DPM++ 2M SDE", "DPM++ 2M SDE Heun", "UniPC"), "LCM")),
                new Fault(Field.TIMESTEP_SPACING, new Rule.OwnTimesteps("LCM", Optional.empty())));
        refused(
                request("DPM++ 2M", new SamplingOptions("karras", null, "leading", null, null)),
                new Fault(
                        Field.TIMESTEP_SPACING,
                        new Rule.OwnTimesteps(
                                "DPM++ 2M Karras",
                                Optional.of(new Rule.Said(Field.SCHEDULE_TYPE, SigmaSchedule.UNIFORM)))));
        refused(
                request("DPM++ 2M Karras", new SamplingOptions("beta", null, null, null, null)),
                new Fault(
                        Field.SCHEDULE_TYPE,
                        new Rule.ScheduleOf(
                                "DPM++ 2M Karras", SigmaSchedule.KARRAS, Optional.of("DPM++ 2M"), SigmaSchedule.BETA)));
    }

    /** Whether it stands in the name or by itself. */
    @Test
    void aScheduleThatUniPcHasNotOnTheOriginalGridIsRefused() {
        Fault fault = new Fault(
                Field.SCHEDULE_TYPE,
                new Rule.ScheduleOf("UniPC", SigmaSchedule.AUTOMATIC, Optional.empty(), SigmaSchedule.KARRAS));
        refused(request("UniPC", new SamplingOptions("karras", null, "original", null, null)), fault);
        refused(request("UniPC Karras", new SamplingOptions(null, null, "original", null, null)), fault);
    }

    @Test
    void aRunThatWouldStartWithoutSignalIsRefused() {
        refused(
                request("DDIM", new SamplingOptions(null, null, "trailing", null, true)),
                new Fault(Field.SAMPLER, new Rule.Drawable("DDIM", new Obstacle.OnlyNoise(999))));
    }

    /** What is left out at the beginning cannot stand in the way, and diffusers looks nothing up where a picture is. */
    @Test
    void aRunThatBeginsWithAPictureIsJudgedByWhatIsMadeOfIt() {
        SamplingOptions trailing = new SamplingOptions(null, null, "trailing", null, true);
        SamplingOptions karras = new SamplingOptions("karras", null, null, null, true);
        assertThat(TestPlans.of(fromPicture("DDIM", trailing, 0.5)).steps()).isEqualTo(30);
        assertThat(TestPlans.of(fromPicture("UniPC", karras, 1)).steps()).isEqualTo(30);
        assertThat(TestPlans.of(fromPicture("DDIM", trailing, 0)).steps()).isEqualTo(30);
        Fault atTheBeginning = new Fault(Field.SAMPLER, new Rule.Drawable("DDIM", new Obstacle.OnlyNoise(999)));
        refused(fromPicture("DDIM", trailing, 1), atTheBeginning);
    }

    private static GenerationRequest fromPicture(String sampler, SamplingOptions options, double strength) {
        return GenerationRequest.builder()
                .prompt("a")
                .steps(30L)
                .noise(TestRequests.seed(1L))
                .sampler(sampler)
                .options(options)
                .source(TestRequests.source(Raster.rgb(64, 64, new byte[64 * 64 * 3]), strength))
                .build();
    }

    private static GenerationRequest request(String sampler, SamplingOptions options) {
        return GenerationRequest.builder()
                .prompt("a")
                .steps(8L)
                .noise(TestRequests.seed(1L))
                .sampler(sampler)
                .options(options)
                .build();
    }

    private static GenerationPlan plan(String sampler, SamplingOptions options) {
        return TestPlans.of(request(sampler, options));
    }

    private static void refused(GenerationRequest request, Fault... faults) {
        assertThatThrownBy(() -> TestPlans.of(request))
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        refusal -> assertThat(refusal.faults()).isEqualTo(List.of(faults)));
    }
}
