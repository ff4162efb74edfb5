package dev.diffract.repository.layout;

import java.util.Map;
import java.util.TreeMap;

/**
 * What diffusers' classes take where a configuration does not say how steps are spread and taken, as text by key. Samplers have the same
 * defaults; here they are told to whoever builds.
 */
final class StepDefaults {

    private static final Map<String, String> LEADING = Map.of("steps_offset", "0", "timestep_spacing", "leading");
    private static final Map<String, String> LINSPACE = Map.of("steps_offset", "0", "timestep_spacing", "linspace");
    private static final Map<String, String> CLIPPED = Map.of("clip_sample", "true", "clip_sample_range", "1.0");
    private static final Map<String, String> DISTILLED =
            Map.of("clip_sample", "false", "original_inference_steps", "50", "timestep_scaling", "10.0");

    private StepDefaults() {}

    /** In the order of the keys. Of a class that another stands in for, whose steps are not taken, none. */
    static Map<String, String> of(String className) {
        return new TreeMap<>(
                switch (className) {
                    case "DDIMScheduler" -> and(and(LEADING, CLIPPED), Map.of("set_alpha_to_one", "true"));
                    case "DDPMScheduler" -> and(LEADING, CLIPPED);
                    case "PNDMScheduler" -> and(LEADING, Map.of("set_alpha_to_one", "false"));
                    case "LCMScheduler", "TCDScheduler" -> DISTILLED;
                    case "DEISMultistepScheduler" ->
                        and(LINSPACE, Map.of("algorithm_type", "deis", "solver_type", "logrho"));
                    case "DPMSolverMultistepScheduler" ->
                        and(
                                LINSPACE,
                                Map.of(
                                        "algorithm_type",
                                        "dpmsolver++",
                                        "solver_type",
                                        "midpoint",
                                        "final_sigmas_type",
                                        "zero"));
                    case "UniPCMultistepScheduler" ->
                        and(LINSPACE, Map.of("solver_type", "bh2", "final_sigmas_type", "zero"));
                    case "EulerDiscreteScheduler" -> and(LINSPACE, Map.of("final_sigmas_type", "zero"));
                    case "HeunDiscreteScheduler" -> and(LINSPACE, Map.of("clip_sample", "false"));
                    default -> SchedulerClasses.DRAWN.contains(className) ? LINSPACE : Map.of();
                });
    }

    private static Map<String, String> and(Map<String, String> some, Map<String, String> more) {
        Map<String, String> all = new TreeMap<>(some);
        all.putAll(more);
        return all;
    }
}
