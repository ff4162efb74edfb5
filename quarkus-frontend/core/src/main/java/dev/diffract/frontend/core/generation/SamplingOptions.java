package dev.diffract.frontend.core.generation;

/**
 * What a user says about the run beyond the sampler, unchecked. {@code null} where nothing is said.
 *
 * @param scheduleType a {@link dev.diffract.frontend.core.sampling.SigmaSchedule}
 * @param eta share of fresh noise, 0 to 1
 * @param timestepSpacing a {@link dev.diffract.frontend.core.sampling.TimestepSpacing}
 * @param finalSigma a {@link dev.diffract.frontend.core.sampling.FinalSigma}
 * @param rescaleZeroSnr whether the noise schedule is rescaled to end in nothing but noise
 */
public record SamplingOptions(
        String scheduleType, Double eta, String timestepSpacing, String finalSigma, Boolean rescaleZeroSnr) {

    /** Nothing said. */
    public static final SamplingOptions NONE = new SamplingOptions(null, null, null, null, null);
}
