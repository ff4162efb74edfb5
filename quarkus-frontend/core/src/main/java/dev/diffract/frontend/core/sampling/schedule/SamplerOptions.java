package dev.diffract.frontend.core.sampling.schedule;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a request may choose beyond the sampler and its schedule. What is left open is decided by the scheduler's
 * configuration, and then by the defaults of diffusers' class for the sampler.
 *
 * @param eta share of fresh noise: of DDIM and TCD from 0 to 1, of ancestral and SDE samplers usually 1; no other sampler
 *     has it
 * @param spacing how the timesteps are spread
 * @param finalSigma where the run ends; of Euler, DPM++ 2M, DPM++ 2M SDE and UniPC
 * @param rescaleZeroSnr whether the noise schedule is rescaled so that its last timestep is nothing but noise
 * @param noise where fresh noise comes from; of DPM++ SDE, DPM++ 2M SDE and DPM++ 3M SDE
 * @param solver of UniPC
 */
public record SamplerOptions(
        OptionalDouble eta,
        Optional<TimestepSpacing> spacing,
        Optional<FinalSigma> finalSigma,
        Optional<Boolean> rescaleZeroSnr,
        Optional<NoiseOfSteps> noise,
        SolverChoice solver) {

    /** Everything left open. */
    public static final SamplerOptions NONE =
            new SamplerOptions(OptionalDouble.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** With noise and solver left open. */
    public SamplerOptions(
            OptionalDouble eta,
            Optional<TimestepSpacing> spacing,
            Optional<FinalSigma> finalSigma,
            Optional<Boolean> rescaleZeroSnr) {
        this(eta, spacing, finalSigma, rescaleZeroSnr, Optional.empty(), SolverChoice.NONE);
    }

    /**
     * @throws IllegalArgumentException if eta is negative or not a number
     */
    public SamplerOptions {
        if (eta.isPresent() && !(eta.getAsDouble() >= 0 && Double.isFinite(eta.getAsDouble()))) {
            throw new IllegalArgumentException("eta must be 0 or more, was " + eta.getAsDouble());
        }
    }

    SamplerOptions spaced(TimestepSpacing chosen) {
        return new SamplerOptions(eta, Optional.of(chosen), finalSigma, rescaleZeroSnr, noise, solver);
    }

    SamplerOptions withRescaling(boolean rescaled) {
        return new SamplerOptions(eta, spacing, finalSigma, Optional.of(rescaled), noise, solver);
    }
}
