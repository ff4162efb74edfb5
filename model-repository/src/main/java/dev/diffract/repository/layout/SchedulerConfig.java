package dev.diffract.repository.layout;

import java.util.List;
import java.util.Optional;

/**
 * What {@code scheduler_config.json} says, key by key. A key that is absent stays absent: which default it then has
 * depends on the sampler that is built from the configuration, not on the class that wrote it.
 *
 * @param className {@code _class_name}, for example {@code DDIMScheduler}
 * @param trainTimesteps {@code num_train_timesteps}, 1000 if absent
 * @param betaStart {@code beta_start}, 0.0001 if absent
 * @param betaEnd {@code beta_end}, 0.02 if absent
 * @param betaSchedule {@code beta_schedule}: {@code linear} (if absent), {@code scaled_linear} or
 *     {@code squaredcos_cap_v2}
 * @param trainedBetas {@code trained_betas}: the betas themselves, one per training timestep
 * @param predictionType {@code prediction_type}: {@code epsilon} (if absent) or {@code v_prediction}
 * @param stepsOffset {@code steps_offset}: added to timesteps of leading spacing, 0 if absent
 * @param timestepSpacing {@code timestep_spacing}: {@code leading}, {@code linspace} or {@code trailing}
 * @param setAlphaToOne {@code set_alpha_to_one}: what stands before the first timestep in DDIM and PNDM
 * @param clipSample {@code clip_sample}: whether DDIM clips its estimate of the picture
 * @param clipSampleRange {@code clip_sample_range}: to ± this value
 * @param rescaleZeroSnr {@code rescale_betas_zero_snr}: whether the last timestep is to be nothing but noise
 * @param solver how steps are spread and taken
 * @param unsupported keys that are switched on and that no sampler here implements, with their values as text
 */
public record SchedulerConfig(
        String className,
        int trainTimesteps,
        double betaStart,
        double betaEnd,
        String betaSchedule,
        Optional<List<Double>> trainedBetas,
        String predictionType,
        int stepsOffset,
        Optional<String> timestepSpacing,
        Optional<Boolean> setAlphaToOne,
        Optional<Boolean> clipSample,
        Optional<Double> clipSampleRange,
        boolean rescaleZeroSnr,
        SolverConfig solver,
        List<String> unsupported) {

    public SchedulerConfig {
        trainedBetas = trainedBetas.map(List::copyOf);
        unsupported = List.copyOf(unsupported);
    }
}
