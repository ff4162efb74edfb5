package dev.diffract.frontend.core.plan;

import dev.diffract.frontend.core.model.Checkpoint;
import dev.diffract.frontend.core.model.CheckpointName;
import dev.diffract.frontend.core.sampling.solver.SamplerFactory;
import java.util.Optional;

/**
 * A request with every field resolved and checked: plain data, with nothing left to chance or to look up but the
 * checkpoint, the sampler and the solver of their names. Drawn anywhere and at any time, it gives the same pictures: to the bit where calls run
 * in the same batches on the same engine, else mostly to 1 of 255 levels.
 *
 * @param prompts what the prompts mean
 * @param noise where the noise comes from, the seed included
 * @param count pictures, at least 1
 * @param handling what the pictures do not depend on
 */
public record GenerationPlan(
        Checkpoint model, Prompts prompts, Canvas canvas, Drawing drawing, Noise noise, int count, Handling handling) {

    /** The same with another checkpoint that can take the place of this one. */
    public GenerationPlan with(Checkpoint other) {
        return new GenerationPlan(other, prompts, canvas, drawing, noise, count, handling);
    }

    /** Whether no other checkpoint will do: it was named, or the engines were, which are of one. */
    public boolean isCertain() {
        return handling.certain() || reproducible().engines().isPresent();
    }

    /** What a request says to be drawn with the same. */
    public String modelAsked() {
        return handling.certain() ? CheckpointName.of(model) : model.name();
    }

    /** May be empty. */
    public String prompt() {
        return prompts.prompt().text();
    }

    /** May be empty. */
    public String negativePrompt() {
        return prompts.negative().text();
    }

    public int steps() {
        return drawing.steps();
    }

    public double guidance() {
        return drawing.guidance();
    }

    public double guidanceRescale() {
        return drawing.guidanceRescale();
    }

    /** Whether the unconditional row is computed too. */
    public boolean guided() {
        return drawing.guided();
    }

    /** How much alike the pictures are whenever they are drawn. */
    public Reproducibility reproducible() {
        return drawing.reproducible();
    }

    public Sampling sampling() {
        return drawing.sampling();
    }

    /** With its schedule. */
    public SamplerFactory sampler() {
        return sampling().sampler();
    }

    /** Pixels. */
    public int width() {
        return canvas.width();
    }

    /** Pixels. */
    public int height() {
        return canvas.height();
    }

    public Optional<Source> source() {
        return canvas.source();
    }

    public Optional<Hires> hires() {
        return canvas.hires();
    }

    /** Steps from one preview to the next; 0 for none. */
    public int previewEvery() {
        return handling.previewEvery();
    }

    /** Seed of the first picture. */
    public long seed() {
        return noise.seed();
    }

    /** Says nothing of the prompts: plans end up in logs. */
    @Override
    public String toString() {
        return "GenerationPlan[model=" + model.name() + ", canvas=" + canvas + ", drawing=" + drawing + ", noise="
                + noise + ", count=" + count + "]";
    }

    /** Whether the picture to start from, and one that a second pass encodes, is taken up as in AUTOMATIC1111. */
    public boolean beginsOriginally() {
        return sampling().beginsOriginally()
                && source().flatMap(Source::inpainting).isEmpty();
    }
}
