package dev.diffract.frontend.core.picture;

import dev.diffract.frontend.core.noise.TorchGenerator;
import dev.diffract.frontend.core.plan.GenerationPlan;
import dev.diffract.frontend.core.plan.Inpainting;
import dev.diffract.frontend.core.plan.Source;
import dev.diffract.frontend.core.plan.Upscaler;
import dev.diffract.frontend.core.sampling.SamplerState;
import dev.diffract.frontend.core.text.TextStates;
import dev.diffract.frontend.core.text.TokenChunk;
import dev.diffract.repository.kserve.FloatRow;
import dev.diffract.repository.kserve.Tensor;
import dev.diffract.repository.pipeline.CallSize;
import dev.diffract.repository.pipeline.ModelFamily;
import dev.diffract.repository.pipeline.ModelRole;
import dev.diffract.repository.pipeline.PipelineNumbers;
import java.util.List;
import java.util.Optional;
import java.util.function.LongToDoubleFunction;

/**
 * One picture of a plan, before it is drawn: what all of its {@linkplain PictureState states} share. Immutable.
 *
 * @param index which of the plan's pictures, from 0
 * @param passes of its sampler: one, with a hires fix two
 */
public record Picture(GenerationPlan plan, int index, List<Pass> passes) {

    public static Picture of(GenerationPlan plan, int index) {
        return new Picture(plan, index, Pass.of(plan, index));
    }

    /** Another picture of the same plan. */
    public Picture sibling(int otherIndex) {
        return of(plan, otherIndex);
    }

    /** The state to begin with. */
    public PictureState begin() {
        return new Encoding(this, List.of());
    }

    public long seed() {
        return plan.noise().seedOf(index);
    }

    /** Rows of a denoising call: unconditional and conditional, or only the latter. */
    public int rows() {
        return plan.guided() ? 2 : 1;
    }

    /** What to encode. */
    List<TokenChunk> chunks() {
        return plan.prompts().needed();
    }

    /**
     * What a call is conditioned on, row by row.
     *
     * @param encoded the text states of {@link #chunks()}
     */
    List<FloatRow> textStates(TextStates encoded, int pass, int call) {
        return plan.prompts().states(pass, call, encoded);
    }

    /** Whether the rows of a pass's calls go one by one. */
    boolean apart(int pass) {
        return plan.prompts().apart(pass);
    }

    /** All that is random in a pass comes from this, in its order. */
    TorchGenerator generator() {
        return plan.noise().generator(index);
    }

    /** Before the noise is drawn that a pass starts from. */
    TorchGenerator varied(int pass, TorchGenerator generator) {
        long[] shape = latentShape(pass);
        return plan.noise().varied(generator, index, (int) shape[2], (int) shape[3]);
    }

    /** Where a picture starts that starts from noise alone. */
    SamplerState noise() {
        return passes.get(0).sampler().orElseThrow().begin(varied(0, generator()), latentSize());
    }

    /** Model calls of all passes. */
    public int calls() {
        return callsBefore(passes.size());
    }

    /**
     * What it costs: its model calls, times their rows, times the elements of a row.
     *
     * @param least rows that each call is filled up to; 1 where none is
     */
    public double cost(long least) {
        double cost = 0;
        for (int pass = 0; pass < passes.size(); pass++) {
            long rows = apart(pass) ? rows() * least : Math.max(rows(), least);
            cost += (double) passes.get(pass).calls() * rows * Tensor.elementCount(latentShape(pass));
        }
        return cost;
    }

    /**
     * What it takes at least.
     *
     * @param ofCall what a call takes at least whose rows have so many elements
     */
    public double atLeast(LongToDoubleFunction ofCall) {
        double sum = 0;
        for (int pass = 0; pass < passes.size(); pass++) {
            sum += passes.get(pass).leastCalls() * ofCall.applyAsDouble(Tensor.elementCount(latentShape(pass)));
        }
        return sum;
    }

    int callsBefore(int pass) {
        return passes.subList(0, pass).stream().mapToInt(Pass::calls).sum();
    }

    public boolean isLast(int pass) {
        return pass == passes.size() - 1;
    }

    Upscaler upscaler() {
        return plan.hires().orElseThrow().upscaler();
    }

    Optional<Inpainting> inpainting() {
        return plan.source().flatMap(Source::inpainting);
    }

    /** What the model's calls take and give. */
    ModelFamily family() {
        return plan.model().family();
    }

    /** What gives tensors their sizes. */
    PipelineNumbers numbers() {
        return plan.model().numbers();
    }

    boolean hasSafetyChecker() {
        return plan.model().manifest().find(ModelRole.SAFETY_CHECKER).isPresent();
    }

    /** What the served model of a role is called on servers. */
    public String served(ModelRole role) {
        return plan.model().manifest().require(role).name();
    }

    /** Of calls with so many rows in a pass. */
    CallSize callSize(int pass, int rows) {
        return CallSize.rows(rows).of(passes.get(pass).width(), passes.get(pass).height());
    }

    /** Shape of a pass's latents: a batch of one, channels, height, width. */
    long[] latentShape(int pass) {
        return family().unet().sample().shape(numbers(), callSize(pass, 1));
    }

    private int latentSize() {
        return Math.toIntExact(Tensor.elementCount(latentShape(0)));
    }
}
