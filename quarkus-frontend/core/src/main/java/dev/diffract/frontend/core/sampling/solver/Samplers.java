package dev.diffract.frontend.core.sampling.solver;

import static dev.diffract.frontend.core.sampling.schedule.SamplerOption.ETA;
import static dev.diffract.frontend.core.sampling.schedule.SamplerOption.FINAL_SIGMA;
import static dev.diffract.frontend.core.sampling.schedule.SamplerOption.ORIGINAL_SPACING;
import static dev.diffract.frontend.core.sampling.schedule.SamplerOption.SOLVER;
import static dev.diffract.frontend.core.sampling.schedule.SamplerOption.SPACING;
import static dev.diffract.frontend.core.sampling.schedule.SamplerOption.STEP_NOISE;
import static dev.diffract.frontend.core.sampling.schedule.SamplerOption.UNIFORM_SPACING;
import static dev.diffract.frontend.core.sampling.schedule.SigmaSchedule.AUTOMATIC;
import static dev.diffract.frontend.core.sampling.schedule.SigmaSchedule.EXPONENTIAL;
import static dev.diffract.frontend.core.sampling.schedule.SigmaSchedule.KARRAS;
import static dev.diffract.frontend.core.sampling.schedule.SigmaSchedule.UNIFORM;

import dev.diffract.frontend.core.sampling.Sampler;
import dev.diffract.frontend.core.sampling.schedule.RunSettings;
import dev.diffract.frontend.core.sampling.schedule.SigmaSchedule;
import dev.diffract.repository.layout.SchedulerClasses;
import dev.diffract.repository.layout.SchedulerConfig;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** The samplers there are, by AUTOMATIC1111's names, the names of diffusers' classes and common short names. */
public final class Samplers {

    private static final String DPM_CLASS = "DPMSolverMultistepScheduler";
    private static final String SDE_ALGORITHM = "sde-dpmsolver++";

    private static final SamplerFactory DDIM =
            atTimesteps("DDIM", DdimSampler::new, "DDIMScheduler").taking(ETA, SPACING);
    private static final SamplerFactory DPM_2M = of("DPM++ 2M", UNIFORM, DpmSolverSampler::new, DPM_CLASS, "dpmpp_2m")
            .taking(UNIFORM_SPACING, FINAL_SIGMA);
    private static final SamplerFactory DPM_2M_SDE = of(
                    "DPM++ 2M SDE", UNIFORM, run -> new DpmSolverMultistepSdeSampler(run, false), "dpmpp_2m_sde")
            .taking(ETA, UNIFORM_SPACING, FINAL_SIGMA, STEP_NOISE);
    private static final SamplerFactory DPM_2M_SDE_HEUN = of(
                    "DPM++ 2M SDE Heun",
                    UNIFORM,
                    run -> new DpmSolverMultistepSdeSampler(run, true),
                    "dpmpp_2m_sde_heun",
                    "k_dpmpp_2m_sde_heun")
            .taking(ETA, UNIFORM_SPACING, FINAL_SIGMA, STEP_NOISE);
    private static final SamplerFactory DPM_SDE = of(
                    "DPM++ SDE", UNIFORM, DpmSolverSdeSampler::new, "DPMSolverSDEScheduler", "dpmpp_sde")
            .taking(ETA, SPACING, STEP_NOISE);

    /** A bare name means evenly spread timesteps wherever AUTOMATIC1111's automatic choice would mean something else. */
    private static final List<SamplerFactory> ALL = List.of(
            DDIM,
            atTimesteps("DDIM CFG++", DdimCfgPlusPlusSampler::new, "ddim_cfgpp").taking(ETA, SPACING),
            atTimesteps("DDPM", DdpmSampler::new, "DDPMScheduler"),
            atTimesteps("PLMS", PlmsSampler::new, "PNDMScheduler", "PNDM"),
            of("LMS", AUTOMATIC, LmsSampler::new, "LMSDiscreteScheduler", "k_lms"),
            of("Euler", AUTOMATIC, EulerSampler::new, "EulerDiscreteScheduler", "k_euler")
                    .taking(SPACING, FINAL_SIGMA),
            of(
                            "Euler a",
                            AUTOMATIC,
                            EulerAncestralSampler::new,
                            "EulerAncestralDiscreteScheduler",
                            "euler_a",
                            "k_euler_a",
                            "k_euler_ancestral")
                    .taking(ETA, SPACING),
            of("Heun", AUTOMATIC, HeunSampler::new, "HeunDiscreteScheduler", "k_heun"),
            of("DPM2", UNIFORM, Dpm2Sampler::new, "KDPM2DiscreteScheduler", "dpm_2"),
            of("DPM2 a", UNIFORM, Dpm2AncestralSampler::new, "KDPM2AncestralDiscreteScheduler", "dpm_2_a")
                    .taking(ETA, SPACING),
            DPM_2M,
            scheduled(DPM_2M, KARRAS, "k_dpmpp_2m", "k_dpmpp_2m_ka", "dpmpp_2m_karras"),
            DPM_2M_SDE,
            scheduled(DPM_2M_SDE, KARRAS, "k_dpmpp_2m_sde"),
            DPM_2M_SDE_HEUN,
            of("DPM++ 2S a", UNIFORM, DpmSolver2sAncestralSampler::new, "dpmpp_2s_a")
                    .taking(ETA, SPACING),
            DPM_SDE,
            scheduled(DPM_SDE, KARRAS, "k_dpmpp_sde"),
            of("DPM++ 3M SDE", UNIFORM, DpmSolver3mSdeSampler::new, "dpmpp_3m_sde")
                    .taking(ETA, SPACING, STEP_NOISE),
            of("DPM fast", AUTOMATIC, DpmFastSampler::new, "dpm_fast", "k_dpm_fast")
                    .taking(ETA),
            of("DPM adaptive", AUTOMATIC, DpmAdaptiveSampler::new, "dpm_adaptive", "k_dpm_ad", "k_dpm_adaptive")
                    .taking(ETA),
            of("DEIS", AUTOMATIC, DeisSampler::new, "DEISMultistepScheduler").taking(UNIFORM_SPACING),
            of("UniPC", AUTOMATIC, UniPcSampler::new, "UniPCMultistepScheduler")
                    .taking(UNIFORM_SPACING, FINAL_SIGMA, SOLVER),
            atTimesteps("LCM", LcmSampler::of, "LCMScheduler").taking(ORIGINAL_SPACING),
            atTimesteps("TCD", TcdSampler::new, "TCDScheduler").taking(ETA),
            of("Restart", KARRAS, RestartSampler::new));

    /** Short names that mean a schedule with which the sampler is not offered by itself. */
    private static final List<SamplerFactory> UNLISTED = List.of(
            scheduled(named("DPM2"), KARRAS, "k_dpm_2"),
            scheduled(named("DPM2 a"), KARRAS, "k_dpm_2_a"),
            scheduled(named("DPM++ 2S a"), KARRAS, "k_dpmpp_2s_a"),
            scheduled(named("DPM++ 3M SDE"), EXPONENTIAL, "k_dpmpp_3m_sde"));

    private Samplers() {}

    private static SamplerFactory of(
            String name, SigmaSchedule usual, Function<RunSettings, Sampler> constructor, String... aliases) {
        return new SamplerFactory(name, Arrays.asList(aliases), usual, usual, true, Set.of(SPACING), constructor);
    }

    private static SamplerFactory atTimesteps(
            String name, Function<RunSettings, Sampler> constructor, String... aliases) {
        return new SamplerFactory(
                name, Arrays.asList(aliases), AUTOMATIC, AUTOMATIC, false, Set.of(SPACING), constructor);
    }

    private static SamplerFactory scheduled(SamplerFactory sampler, SigmaSchedule schedule, String... aliases) {
        return new SamplerFactory(
                sampler.infotextName(),
                Arrays.asList(aliases),
                sampler.usual(),
                schedule,
                true,
                sampler.options(),
                sampler.constructor());
    }

    private static SamplerFactory named(String name) {
        return ALL.stream()
                .filter(sampler -> sampler.isCalled(name))
                .findFirst()
                .orElseThrow();
    }

    /** All samplers, in the order to offer them. */
    public static List<SamplerFactory> all() {
        return ALL;
    }

    /** Every name and alias by itself; names of samplers with schedules may have one of those after them. */
    public static Stream<String> names() {
        return Stream.concat(ALL.stream(), UNLISTED.stream())
                .flatMap(sampler -> Stream.concat(Stream.of(sampler.displayName()), sampler.aliases().stream()))
                .distinct();
    }

    /**
     * The sampler of a name or alias, whatever the case. The name of a sampler that has sigma schedules may be followed by
     * that of one, as in {@code DPM++ 2S a Karras}.
     */
    public static Optional<SamplerFactory> find(String name) {
        return listed(name)
                .or(() -> Arrays.stream(SigmaSchedule.values())
                        .flatMap(schedule -> withSuffix(name, schedule).stream())
                        .findFirst());
    }

    /**
     * The sampler of a name with the schedule of a separate name.
     *
     * @return nothing if one of the names is not known or the sampler has no schedules
     */
    public static Optional<SamplerFactory> find(String name, String scheduleType) {
        Optional<SigmaSchedule> schedule = SigmaSchedule.find(scheduleType);
        return find(name)
                .filter(sampler -> schedule.isPresent())
                .filter(sampler -> sampler.takesSchedules() || schedule.get() == AUTOMATIC)
                .map(sampler -> sampler.with(schedule.get()));
    }

    private static Optional<SamplerFactory> listed(String name) {
        return Stream.concat(ALL.stream(), UNLISTED.stream())
                .filter(sampler -> sampler.isCalled(name))
                .findFirst();
    }

    private static Optional<SamplerFactory> withSuffix(String name, SigmaSchedule schedule) {
        String suffix = " " + schedule.label().toLowerCase(Locale.ROOT);
        if (!name.toLowerCase(Locale.ROOT).endsWith(suffix)) {
            return Optional.empty();
        }
        return listed(name.substring(0, name.length() - suffix.length()))
                .filter(SamplerFactory::takesSchedules)
                .map(sampler -> sampler.with(schedule));
    }

    /**
     * The sampler of the class that a scheduler's configuration names, with the configuration's schedule; that of its
     * stand-in if the class has none ({@link SchedulerClasses}). Files that name any other class are refused when they are
     * read; what was made otherwise gets DDIM, because it works with every noise schedule.
     */
    public static SamplerFactory defaultFor(SchedulerConfig scheduler) {
        SamplerFactory sampler = ofClass(scheduler);
        return RunSettings.ofConfig(scheduler)
                .filter(schedule -> sampler.scheduled())
                .map(sampler::with)
                .flatMap(found -> find(found.displayName()))
                .orElse(sampler);
    }

    private static SamplerFactory ofClass(SchedulerConfig scheduler) {
        String className = SchedulerClasses.standIn(scheduler.className()).orElse(scheduler.className());
        boolean stochastic =
                scheduler.solver().algorithm().filter(SDE_ALGORITHM::equals).isPresent();
        if (className.equals(DPM_CLASS) && stochastic) {
            return DpmSolverMultistep.isHeun(scheduler) ? DPM_2M_SDE_HEUN : DPM_2M_SDE;
        }
        return find(className).orElse(DDIM);
    }
}
