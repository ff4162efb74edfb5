package dev.diffract.repository.layout;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The classes of diffusers that a scheduler's configuration may name. */
public final class SchedulerClasses {

    /** Those with a sampler of their own, whose arithmetic is compared with the class's. */
    public static final Set<String> DRAWN = Set.of(
            "DDIMScheduler",
            "DDPMScheduler",
            "DEISMultistepScheduler",
            "DPMSolverMultistepScheduler",
            "DPMSolverSDEScheduler",
            "EulerAncestralDiscreteScheduler",
            "EulerDiscreteScheduler",
            "HeunDiscreteScheduler",
            "KDPM2AncestralDiscreteScheduler",
            "KDPM2DiscreteScheduler",
            "LCMScheduler",
            "LMSDiscreteScheduler",
            "PNDMScheduler",
            "TCDScheduler",
            "UniPCMultistepScheduler");

    /** Those that take other steps over the noise schedule of another class, with the class that is taken instead. */
    private static final Map<String, String> STAND_INS = Map.of(
            "DDIMParallelScheduler", "DDIMScheduler",
            "DDPMParallelScheduler", "DDPMScheduler",
            "DPMSolverSinglestepScheduler", "DPMSolverMultistepScheduler",
            "SASolverScheduler", "UniPCMultistepScheduler");

    /** Keys that say how such a class takes its steps, which the one that is taken instead does in its own way. */
    static final Set<String> STEP_KEYS = Set.of(
            "algorithm_type", "euler_at_final", "final_sigmas_type", "lower_order_final", "predict_x0", "solver_type");

    private SchedulerClasses() {}

    /** The class that is taken instead of one that has no sampler and the same noise schedule; empty for all others. */
    public static Optional<String> standIn(String className) {
        return Optional.ofNullable(STAND_INS.get(className));
    }

    static boolean known(String className) {
        return DRAWN.contains(className) || STAND_INS.containsKey(className);
    }
}
