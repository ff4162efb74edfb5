package dev.diffract.repository.layout;

import java.util.Set;

/**
 * What diffusers' classes take where a configuration does not say how noise is spread over the timesteps of the training.
 *
 * @param schedule {@code beta_schedule}
 * @param start {@code beta_start}
 * @param end {@code beta_end}
 */
record BetaDefaults(String schedule, double start, double end) {

    private static final String LINEAR = "linear";
    private static final Set<String> DISTILLED = Set.of("LCMScheduler", "TCDScheduler");
    private static final Set<String> SECOND_ORDER = Set.of(
            "HeunDiscreteScheduler",
            "KDPM2DiscreteScheduler",
            "KDPM2AncestralDiscreteScheduler",
            "DPMSolverSDEScheduler");

    static BetaDefaults of(String className) {
        if (DISTILLED.contains(className)) {
            return new BetaDefaults("scaled_linear", 0.00085, 0.012);
        }
        return SECOND_ORDER.contains(className)
                ? new BetaDefaults(LINEAR, 0.00085, 0.012)
                : new BetaDefaults(LINEAR, 0.0001, 0.02);
    }
}
