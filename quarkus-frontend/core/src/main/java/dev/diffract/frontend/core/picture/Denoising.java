package dev.diffract.frontend.core.picture;

import dev.diffract.frontend.core.inference.InferenceCall;
import dev.diffract.frontend.core.inference.InferenceResult;
import dev.diffract.frontend.core.sampling.Sampler;
import dev.diffract.frontend.core.sampling.SamplerState;
import dev.diffract.repository.kserve.Tensor;
import dev.diffract.repository.kserve.TensorType;
import dev.diffract.repository.pipeline.ModelRole;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The model is called, step by step, and the sampler goes on with its answers.
 *
 * @param conditioning text states of the picture's chunks
 * @param pass which of the picture's, from 0
 * @param sampler where the pass's sampler is
 * @param blend if only a part is repainted
 */
public record Denoising(
        Picture picture, List<float[]> conditioning, int pass, SamplerState sampler, Optional<Blend> blend)
        implements PictureState.Pending {

    private static final String OUTPUT = "out_sample";

    public Denoising {
        conditioning = List.copyOf(conditioning);
    }

    @Override
    public ModelRole role() {
        return ModelRole.UNET;
    }

    @Override
    public InferenceCall next() {
        int rows = picture.rows();
        float[] sample = ofPass().modelInput(sampler);
        float[] timesteps = new float[rows];
        Arrays.fill(timesteps, ofPass().timestep(sampler.call()));
        List<float[]> text = picture.textStates(conditioning, pass, sampler.call());
        int width = picture.pipeline().textWidth();
        long[] textShape = {rows, text.get(0).length / width, width};
        return new InferenceCall(
                picture.served(role()),
                List.of(
                        floats("sample", picture.latentShape(pass, rows), repeated(sample, rows)),
                        floats("timestep", new long[] {rows, 1}, timesteps),
                        floats("encoder_hidden_states", textShape, joined(text))),
                List.of(OUTPUT));
    }

    /** The model's output, guided. */
    public float[] read(InferenceResult result) {
        float[] rows = Answers.floats(result, OUTPUT, picture.latentShape(pass, picture.rows()));
        return picture.plan().guided()
                ? Guidance.combine(
                        rows, picture.plan().guidance(), picture.plan().guidanceRescale())
                : rows;
    }

    @Override
    public PictureState accept(InferenceResult result) {
        return advanced(read(result));
    }

    /** The state after the model's output is known. */
    public PictureState advanced(float[] output) {
        SamplerState advanced = ofPass().advance(sampler, output);
        SamplerState next = blend.map(kept -> kept.apply(ofPass(), advanced)).orElse(advanced);
        return ofPass().isDone(next)
                ? Passage.denoised(picture, conditioning, pass, next.latents())
                : new Denoising(picture, conditioning, pass, next, blend);
    }

    /**
     * What the picture will be, as far as the model's output tells; empty if nobody asked to see it after this step, or
     * the picture itself is next.
     */
    public Optional<Preview> preview(float[] output) {
        int every = picture.plan().previewEvery();
        if (every == 0 || step() % every != 0 || step() == picture.calls()) {
            return Optional.empty();
        }
        long[] shape = picture.latentShape(pass, 1);
        return picture.plan()
                .model()
                .previews()
                .map(factors -> new Preview(
                        picture.index(),
                        step(),
                        (int) shape[3],
                        (int) shape[2],
                        ofPass().picture(sampler, output),
                        factors));
    }

    /** The model call to make, counted over all passes from 1. */
    public int step() {
        return picture.callsBefore(pass) + sampler.call() + 1;
    }

    @Override
    public String label() {
        return "step " + step() + "/" + picture.calls();
    }

    private Sampler ofPass() {
        return picture.passes().get(pass).sampler().orElseThrow();
    }

    private static Tensor floats(String name, long[] shape, float[] values) {
        return Tensor.ofFloats(name, TensorType.FP32, shape, values);
    }

    private static float[] repeated(float[] values, int times) {
        return joined(Collections.nCopies(times, values));
    }

    private static float[] joined(List<float[]> rows) {
        int length = rows.get(0).length;
        float[] all = new float[rows.size() * length];
        for (int row = 0; row < rows.size(); row++) {
            System.arraycopy(rows.get(row), 0, all, row * length, length);
        }
        return all;
    }
}
