package dev.diffract.frontend.core.generation;

import dev.diffract.frontend.core.noise.TorchGenerator;
import dev.diffract.frontend.core.sampling.Sampler;
import dev.diffract.frontend.core.sampling.SamplerState;
import dev.diffract.repository.layout.Manifest;
import dev.diffract.repository.layout.ModelRole;
import java.util.List;

/**
 * One picture of a plan, before it is drawn: what all of its {@linkplain PictureState states} share. Immutable.
 *
 * @param index which of the plan's pictures, from 0
 * @param sampler for the plan's model and steps
 */
public record Picture(GenerationPlan plan, int index, Sampler sampler) {

    public static Picture of(GenerationPlan plan, int index) {
        return new Picture(plan, index, plan.sampler().create(plan.model().scheduler(), plan.steps()));
    }

    /** Another picture of the same plan. */
    Picture sibling(int otherIndex) {
        return new Picture(plan, otherIndex, sampler);
    }

    /** The state to begin with. */
    public PictureState begin() {
        return new PictureState.Encoding(this, List.of());
    }

    public long seed() {
        return plan.seedOf(index);
    }

    /** Rows of a denoising call: unconditional and conditional, or only the latter. */
    int rows() {
        return plan.guided() ? 2 : 1;
    }

    /** What to encode, in the order of the rows. */
    List<String> prompts() {
        return plan.guided() ? List.of(plan.negativePrompt(), plan.prompt()) : List.of(plan.prompt());
    }

    SamplerState noise() {
        return sampler.begin(TorchGenerator.seeded(seed()), latentSize());
    }

    Manifest.Pipeline pipeline() {
        return plan.model().manifest().pipeline();
    }

    String served(ModelRole role) {
        return plan.model().manifest().require(role).name();
    }

    /** Shape of latents of so many rows. */
    long[] latentShape(int rows) {
        return new long[] {
            rows,
            pipeline().latentChannels(),
            plan.height() / pipeline().vaeScale(),
            plan.width() / pipeline().vaeScale()
        };
    }

    private int latentSize() {
        long[] shape = latentShape(1);
        return Math.toIntExact(shape[1] * shape[2] * shape[3]);
    }
}
