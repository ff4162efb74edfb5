package dev.diffract.frontend.core.request;

import org.jspecify.annotations.Nullable;

/**
 * What a user says about the run beyond the sampler, unchecked. {@code null} where nothing is said.
 *
 * @param scheduleType a {@link dev.diffract.frontend.core.sampling.schedule.SigmaSchedule}
 * @param eta share of fresh noise, 0 to 1
 * @param timestepSpacing a {@link dev.diffract.frontend.core.sampling.schedule.TimestepSpacing}
 * @param finalSigma a {@link dev.diffract.frontend.core.sampling.schedule.FinalSigma}
 * @param rescaleZeroSnr whether the noise schedule is rescaled to end in nothing but noise
 * @param stepNoise a {@link dev.diffract.frontend.core.sampling.schedule.NoiseOfSteps}
 */
public record SamplingOptions(
        @Nullable String scheduleType,
        @Nullable Double eta,
        @Nullable String timestepSpacing,
        @Nullable String finalSigma,
        @Nullable Boolean rescaleZeroSnr,
        @Nullable String stepNoise,
        SolverOptions solver) {

    /** Nothing said. */
    public static final SamplingOptions NONE = new SamplingOptions(null, null, null, null, null);

    /** With nothing said of noise and solver. */
    public SamplingOptions(
            @Nullable String scheduleType,
            @Nullable Double eta,
            @Nullable String timestepSpacing,
            @Nullable String finalSigma,
            @Nullable Boolean rescaleZeroSnr) {
        this(scheduleType, eta, timestepSpacing, finalSigma, rescaleZeroSnr, null, SolverOptions.NONE);
    }
}
