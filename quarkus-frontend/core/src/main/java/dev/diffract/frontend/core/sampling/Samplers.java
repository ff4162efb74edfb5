package dev.diffract.frontend.core.sampling;

import dev.diffract.repository.layout.SchedulerConfig;
import java.util.List;
import java.util.Optional;

/** The samplers there are, by AUTOMATIC1111's names, the names of diffusers' classes and common short names. */
public final class Samplers {

    private static final String AUTOMATIC = "Automatic";
    private static final String DPM_CLASS = "DPMSolverMultistepScheduler";

    private static final SamplerFactory DDIM =
            new SamplerFactory("DDIM", List.of("DDIMScheduler"), "DDIM", AUTOMATIC, DdimSampler::new);

    private static final SamplerFactory PLMS =
            new SamplerFactory("PLMS", List.of("PNDMScheduler", "PNDM"), "PLMS", AUTOMATIC, PlmsSampler::new);

    private static final SamplerFactory EULER = new SamplerFactory(
            "Euler", List.of("EulerDiscreteScheduler", "k_euler"), "Euler", AUTOMATIC, EulerSampler::new);

    private static final SamplerFactory EULER_ANCESTRAL = new SamplerFactory(
            "Euler a",
            List.of("EulerAncestralDiscreteScheduler", "euler_a", "k_euler_a", "k_euler_ancestral"),
            "Euler a",
            AUTOMATIC,
            EulerAncestralSampler::new);

    private static final SamplerFactory DPM_2M = new SamplerFactory(
            "DPM++ 2M",
            List.of(DPM_CLASS, "dpmpp_2m"),
            "DPM++ 2M",
            "Uniform",
            (config, steps) -> new DpmSolverSampler(config, steps, false));

    private static final SamplerFactory DPM_2M_KARRAS = new SamplerFactory(
            "DPM++ 2M Karras",
            List.of("k_dpmpp_2m", "k_dpmpp_2m_ka", "dpmpp_2m_karras"),
            "DPM++ 2M",
            "Karras",
            (config, steps) -> new DpmSolverSampler(config, steps, true));

    private static final List<SamplerFactory> ALL = List.of(DDIM, PLMS, EULER, EULER_ANCESTRAL, DPM_2M, DPM_2M_KARRAS);

    private Samplers() {}

    /** All samplers, in the order to offer them. */
    public static List<SamplerFactory> all() {
        return ALL;
    }

    /** The sampler of a name or alias, whatever the case. */
    public static Optional<SamplerFactory> find(String name) {
        return ALL.stream().filter(sampler -> sampler.isCalled(name)).findFirst();
    }

    /**
     * The sampler of the class that a scheduler's configuration names; DDIM if there is none for that class, because it
     * works with every noise schedule.
     */
    public static SamplerFactory defaultFor(SchedulerConfig scheduler) {
        if (scheduler.className().equals(DPM_CLASS) && scheduler.karrasSigmas().orElse(false)) {
            return DPM_2M_KARRAS;
        }
        return find(scheduler.className()).orElse(DDIM);
    }
}
