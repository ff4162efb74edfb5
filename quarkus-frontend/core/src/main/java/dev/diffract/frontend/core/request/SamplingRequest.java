package dev.diffract.frontend.core.request;

import org.jspecify.annotations.Nullable;

/**
 * What a user says of the run, unchecked. {@code null} where nothing is said.
 *
 * @param sampler a name {@link dev.diffract.frontend.core.sampling.solver.Samplers} knows
 * @param steps denoising steps
 * @param guidance classifier-free guidance scale; 1 and less mean none
 * @param guidanceRescale 0 to 1
 * @param options what is chosen beyond the sampler
 */
public record SamplingRequest(
        @Nullable String sampler,
        @Nullable Long steps,
        @Nullable Double guidance,
        @Nullable Double guidanceRescale,
        SamplingOptions options) {}
