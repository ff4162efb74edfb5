package dev.diffract.frontend.core.request;

/**
 * What a user says of the run, unchecked. {@code null} where nothing is said.
 *
 * @param sampler a name {@link dev.diffract.frontend.core.sampling.solver.Samplers} knows
 * @param steps denoising steps
 * @param guidance classifier-free guidance scale; 1 and less mean none
 * @param guidanceRescale 0 to 1
 * @param options what is chosen beyond the sampler; not {@code null}
 */
public record SamplingRequest(
        String sampler, Long steps, Double guidance, Double guidanceRescale, SamplingOptions options) {}
