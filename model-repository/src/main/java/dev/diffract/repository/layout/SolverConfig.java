package dev.diffract.repository.layout;

import java.util.Optional;

/**
 * The keys of {@code scheduler_config.json} that choose among the ways to spread and to take the steps. Absent keys stay
 * absent, as in {@link SchedulerConfig}.
 *
 * @param sigmas {@code karras}, {@code exponential} or {@code beta}, from {@code use_karras_sigmas} and its siblings
 * @param finalSigmas {@code final_sigmas_type}: {@code zero} or {@code sigma_min}
 * @param algorithm {@code algorithm_type}: {@code dpmsolver++}, {@code sde-dpmsolver++} or {@code deis}
 * @param type {@code solver_type}: {@code midpoint}, {@code heun}, {@code logrho}, {@code bh1} or {@code bh2}
 * @param order {@code solver_order}: the highest of the multistep methods, 1 to 3
 * @param originalSteps {@code original_inference_steps}: steps that LCM and TCD were distilled with
 * @param timestepScaling {@code timestep_scaling}: of LCM's boundary condition
 */
public record SolverConfig(
        Optional<String> sigmas,
        Optional<String> finalSigmas,
        Optional<String> algorithm,
        Optional<String> type,
        Optional<Integer> order,
        Optional<Integer> originalSteps,
        Optional<Double> timestepScaling) {

    /** Nothing said. */
    public static final SolverConfig NONE = ofSigmas(Optional.empty());

    /** Nothing said but how the σ are spread. */
    public static SolverConfig ofSigmas(Optional<String> sigmas) {
        return new SolverConfig(
                sigmas,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
