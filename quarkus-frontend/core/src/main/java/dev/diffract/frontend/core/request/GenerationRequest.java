package dev.diffract.frontend.core.request;

/**
 * What a user asks for, unchecked. Every field but the prompt may be {@code null}: the model's default then counts.
 * Whole numbers are {@code Long} so that values far out of range arrive here and are named with the other faults.
 *
 * @param model the model's name; the catalogue's first if {@code null}
 * @param steps denoising steps
 * @param guidance classifier-free guidance scale; 1 and less mean none
 * @param width pixels
 * @param height pixels
 * @param seed 0 and up; -1 or {@code null} for a random one
 * @param sampler a name {@link dev.diffract.frontend.core.sampling.solver.Samplers} knows
 * @param count pictures; picture i is drawn from seed + i
 * @param guidanceRescale 0 to 1
 * @param source what to start from instead of noise
 * @param hires a second pass
 * @param prompting how the prompts are to be read; not {@code null}
 * @param noise where the noise comes from; not {@code null}
 * @param sampling what is chosen beyond the sampler; not {@code null}
 * @param previewEvery steps from one preview to the next; 0 for none
 */
public record GenerationRequest(
        String model,
        String prompt,
        String negativePrompt,
        Long steps,
        Double guidance,
        Long width,
        Long height,
        Long seed,
        String sampler,
        Long count,
        Double guidanceRescale,
        SourceRequest source,
        HiresRequest hires,
        PromptOptions prompting,
        NoiseOptions noise,
        SamplingOptions sampling,
        Long previewEvery) {

    /** A request for one pass from noise. */
    public GenerationRequest(
            String model,
            String prompt,
            String negativePrompt,
            Long steps,
            Double guidance,
            Long width,
            Long height,
            Long seed,
            String sampler,
            Long count) {
        this(
                model,
                prompt,
                negativePrompt,
                steps,
                guidance,
                width,
                height,
                seed,
                sampler,
                count,
                null,
                SourceRequest.NONE,
                null);
    }

    /** A request whose prompts and noise are the usual ones. */
    public GenerationRequest(
            String model,
            String prompt,
            String negativePrompt,
            Long steps,
            Double guidance,
            Long width,
            Long height,
            Long seed,
            String sampler,
            Long count,
            Double guidanceRescale,
            SourceRequest source,
            HiresRequest hires) {
        this(
                model,
                prompt,
                negativePrompt,
                steps,
                guidance,
                width,
                height,
                seed,
                sampler,
                count,
                guidanceRescale,
                source,
                hires,
                PromptOptions.NONE,
                NoiseOptions.NONE,
                SamplingOptions.NONE,
                null);
    }

    /** The same with other options. */
    public GenerationRequest with(PromptOptions otherPrompting, NoiseOptions otherNoise) {
        return with(otherPrompting, otherNoise, sampling, previewEvery);
    }

    /** The same with other options. */
    public GenerationRequest with(SamplingOptions otherSampling) {
        return with(prompting, noise, otherSampling, previewEvery);
    }

    /** The same with a preview after every so many steps. */
    public GenerationRequest withPreviews(Long every) {
        return with(prompting, noise, sampling, every);
    }

    private GenerationRequest with(
            PromptOptions otherPrompting, NoiseOptions otherNoise, SamplingOptions otherSampling, Long every) {
        return new GenerationRequest(
                model,
                prompt,
                negativePrompt,
                steps,
                guidance,
                width,
                height,
                seed,
                sampler,
                count,
                guidanceRescale,
                source,
                hires,
                otherPrompting,
                otherNoise,
                otherSampling,
                every);
    }

    /** A request that leaves everything but the prompt to the model. */
    public static GenerationRequest of(String prompt) {
        return new GenerationRequest(null, prompt, null, null, null, null, null, null, null, null);
    }

    /** Says nothing of the prompts: requests end up in logs. */
    @Override
    public String toString() {
        return "GenerationRequest[model=" + model + ", steps=" + steps + ", guidance=" + guidance + ", size=" + width
                + "x" + height + ", seed=" + seed + ", sampler=" + sampler + ", count=" + count + ", prompting="
                + prompting
                + ", noise=" + noise + "]";
    }
}
