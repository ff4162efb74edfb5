package dev.diffract.frontend.core.generation;

import dev.diffract.frontend.core.sampling.SamplerFactory;
import java.util.Optional;

/**
 * A request with every field resolved and checked.
 *
 * @param prompt not empty
 * @param negativePrompt may be empty
 * @param steps denoising steps, at least 1
 * @param guidance finite, at least 0
 * @param width pixels, allowed by the model
 * @param height pixels, allowed by the model
 * @param seed of the first picture, 0 and up
 * @param count pictures, at least 1
 * @param guidanceRescale how far guided outputs get the deviation of conditional ones: 0 not, 1 entirely
 * @param source what to start from instead of noise; not together with {@code hires}
 * @param hires a second pass
 */
public record GenerationPlan(
        ModelDefinition model,
        String prompt,
        String negativePrompt,
        int steps,
        double guidance,
        int width,
        int height,
        long seed,
        SamplerFactory sampler,
        int count,
        double guidanceRescale,
        Optional<Source> source,
        Optional<Hires> hires) {

    /** A plan of one pass from noise. */
    public GenerationPlan(
            ModelDefinition model,
            String prompt,
            String negativePrompt,
            int steps,
            double guidance,
            int width,
            int height,
            long seed,
            SamplerFactory sampler,
            int count) {
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
                0,
                Optional.empty(),
                Optional.empty());
    }

    /** Whether the unconditional row is computed too. At 1 it would not change the result. */
    public boolean guided() {
        return guidance > 1;
    }

    /** Tokens of the prompts that the text encoder has no room for, and so do not count. */
    public int droppedTokens() {
        return model.tokenizer().encode(prompt).dropped()
                + model.tokenizer().encode(negativePrompt).dropped();
    }

    /** Seed of picture {@code index}: wraps to 0 after 2^63 - 1. */
    public long seedOf(int index) {
        return seed + index & Long.MAX_VALUE;
    }

    /** Says nothing of the prompts: plans end up in logs. */
    @Override
    public String toString() {
        return "GenerationPlan[model=" + model.name() + ", steps=" + steps + ", guidance=" + guidance + ", size="
                + width + "x" + height + ", seed=" + seed + ", sampler=" + sampler.displayName() + ", count=" + count
                + ", guidanceRescale=" + guidanceRescale + ", source=" + source + ", hires=" + hires + "]";
    }
}
