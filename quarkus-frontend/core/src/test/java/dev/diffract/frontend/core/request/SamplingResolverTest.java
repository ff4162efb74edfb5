package dev.diffract.frontend.core.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diffract.frontend.core.TestModels;
import dev.diffract.frontend.core.model.ModelDefinition;
import dev.diffract.frontend.core.plan.GenerationPlan;
import dev.diffract.frontend.core.plan.TestPlans;
import dev.diffract.frontend.core.sampling.schedule.FinalSigma;
import dev.diffract.frontend.core.sampling.schedule.SamplerOptions;
import dev.diffract.frontend.core.sampling.schedule.TimestepSpacing;
import dev.diffract.frontend.core.sampling.solver.SchedulerConfigs;
import dev.diffract.repository.layout.SolverConfig;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
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
        SolverConfig karras = new SolverConfig(
                Optional.of("karras"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        ModelDefinition model = TestModels.model(
                "m",
                Optional.empty(),
                SchedulerConfigs.stableDiffusion("DPMSolverMultistepScheduler", "epsilon", karras));
        GenerationRequest request = GenerationRequest.of("a");
        assertThat(TestPlans.of(model, request).sampler().displayName()).isEqualTo("DPM++ 2M Karras");
        SamplingOptions beta = new SamplingOptions("beta", null, null, null, null);
        assertThat(TestPlans.of(model, request.with(beta)).sampler().displayName())
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
                new Fault("/eta", "must be a number from 0 to 1, was 1.5"),
                new Fault("/timestep_spacing", "must be one of leading, linspace, trailing, was 'wide'"),
                new Fault("/final_sigma", "must be one of zero, sigma_min, was 'one'"),
                new Fault(
                        "/schedule_type",
                        "must be one of automatic, uniform, karras, exponential, beta, normal, simple, sgm_uniform,"
                                + " was 'curly'"),
                new Fault(
                        "/sampler",
                        "must be one of DDIM, DDPM, PLMS, LMS, Euler, Euler a, Heun, DPM2, DPM2 a, DPM++ 2M,"
                                + " DPM++ 2M Karras, DPM++ 2M SDE, DPM++ 2M SDE Karras, DPM++ 2M SDE Heun, DPM++ 2S a,"
                                + " DPM++ SDE, DPM++ SDE Karras, DPM++ 3M SDE, DEIS, UniPC, LCM, TCD, Restart, was"
                                + " 'DPM++ 9M'"));
    }

    @Test
    void whatTheSamplerHasNoUseForIsRefused() {
        refused(
                request("LCM", new SamplingOptions("karras", 0.5, "leading", "zero", null)),
                new Fault("/schedule_type", "must be automatic with LCM, which works at whole timesteps, was karras"),
                new Fault(
                        "/eta",
                        "has no meaning with the sampler LCM; it has with DDIM, Euler a, DPM2 a, DPM++ 2M SDE,"
                                + " DPM++ 2M SDE Heun, DPM++ 2S a, DPM++ SDE, DPM++ 3M SDE, TCD"),
                new Fault(
                        "/final_sigma",
                        "has no meaning with the sampler LCM; it has with Euler, DPM++ 2M, DPM++ 2M SDE,"
                                + " DPM++ 2M SDE Heun, UniPC"),
                new Fault(
                        "/timestep_spacing",
                        "has no meaning with the sampler LCM, whose timesteps are those it was distilled with"));
        refused(
                request("DPM++ 2M", new SamplingOptions("karras", null, "leading", null, null)),
                new Fault(
                        "/timestep_spacing",
                        "has no meaning with the sampler DPM++ 2M Karras, whose sigmas do not come from timesteps; it"
                                + " has with schedule_type uniform"));
        refused(
                request("DPM++ 2M Karras", new SamplingOptions("beta", null, null, null, null)),
                new Fault("/schedule_type", "must be karras with DPM++ 2M Karras, and any with DPM++ 2M, was beta"));
    }

    @Test
    void aRunThatWouldStartWithoutSignalIsRefused() {
        refused(
                request("DDIM", new SamplingOptions(null, null, "trailing", null, true)),
                new Fault(
                        "/sampler",
                        "DDIM cannot draw this: at timestep 999 of a schedule rescaled to zero terminal SNR only the"
                                + " output of a v_prediction model says anything of the picture; leading timestep spacing"
                                + " stays below it"));
    }

    private static GenerationRequest request(String sampler, SamplingOptions options) {
        return new GenerationRequest(null, "a", null, 8L, null, null, null, 1L, sampler, null).with(options);
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
