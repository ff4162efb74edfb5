package dev.diffract.frontend.core.plan;

import dev.diffract.frontend.core.model.ModelDefinition;
import dev.diffract.frontend.core.sampling.solver.SamplerFactory;
import java.util.ArrayList;
import java.util.List;
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
 * @param noise where the noise comes from, the seed included
 * @param count pictures, at least 1
 * @param guidanceRescale how far guided outputs get the deviation of conditional ones: 0 not, 1 entirely
 * @param source what to start from instead of noise; not together with {@code hires}
 * @param hires a second pass
 * @param prompts what the prompts mean
 * @param previewEvery steps from one preview to the next; 0 for none
 */
public record GenerationPlan(
        ModelDefinition model,
        String prompt,
        String negativePrompt,
        int steps,
        double guidance,
        int width,
        int height,
        Noise noise,
        Sampling sampling,
        int count,
        double guidanceRescale,
        Optional<Source> source,
        Optional<Hires> hires,
        Prompts prompts,
        int previewEvery) {

    /** Whether the unconditional row is computed too. At 1 it would not change the result. */
    public boolean guided() {
        return guidance > 1;
    }

    /** With its schedule. */
    public SamplerFactory sampler() {
        return sampling.sampler();
    }

    /** Seed of the first picture. */
    public long seed() {
        return noise.seed();
    }

    /** Steps that a pass makes, at least 1 each: those of its run, without what a strength leaves out. */
    public static List<Integer> stepsOfPasses(int steps, Optional<Source> source, Optional<Hires> hires) {
        List<Integer> made = new ArrayList<>();
        made.add(Math.max(1, steps - source.map(from -> from.start(steps)).orElse(0)));
        hires.ifPresent(pass -> made.add(pass.steps()));
        return made;
    }

    /** Says nothing of the prompts: plans end up in logs. */
    @Override
    public String toString() {
        return "GenerationPlan[model=" + model.name() + ", steps=" + steps + ", guidance=" + guidance + ", size="
                + width + "x" + height + ", noise=" + noise + ", sampler="
                + sampler().displayName() + ", count=" + count
                + ", guidanceRescale=" + guidanceRescale + ", source=" + source + ", hires=" + hires + "]";
    }
}
