package dev.diffract.frontend.core.sampling.schedule;

/** What {@link SamplerOptions} can say that not every sampler has a use for. */
public enum SamplerOption {
    /** {@link SamplerOptions#eta()}. */
    ETA,
    /** {@link SamplerOptions#spacing()}. */
    SPACING,
    /** {@link SamplerOptions#spacing()}, while the σ are those of the timesteps. */
    UNIFORM_SPACING,
    /** {@link SamplerOptions#spacing()}, but {@link TimestepSpacing#ORIGINAL} alone, and with that every {@link SigmaSchedule}. */
    ORIGINAL_SPACING,
    /** {@link SamplerOptions#finalSigma()}. */
    FINAL_SIGMA,
    /** {@link SamplerOptions#noise()}. */
    STEP_NOISE,
    /** {@link SamplerOptions#solver()}. */
    SOLVER
}
