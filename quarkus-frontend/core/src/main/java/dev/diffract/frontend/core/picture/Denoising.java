package dev.diffract.frontend.core.picture;

import dev.diffract.frontend.core.inference.InferenceCall;
import dev.diffract.frontend.core.inference.InferenceResult;
import dev.diffract.frontend.core.inference.NotFiniteException;
import dev.diffract.frontend.core.sampling.Sampler;
import dev.diffract.frontend.core.sampling.SamplerState;
import dev.diffract.frontend.core.text.TextStates;
import dev.diffract.repository.kserve.FloatRow;
import dev.diffract.repository.kserve.Tensor;
import dev.diffract.repository.pipeline.CallSize;
import dev.diffract.repository.pipeline.ModelRole;
import dev.diffract.repository.pipeline.PipelineNumbers;
import dev.diffract.repository.pipeline.TensorSpec;
import dev.diffract.repository.pipeline.UnetTensors;
import java.util.ArrayList;
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
 * @param unconditional the model's answer to the unconditional row, where rows go one by one and this one is back
 */
public record Denoising(
        Picture picture,
        TextStates conditioning,
        int pass,
        SamplerState sampler,
        Optional<Blend> blend,
        Optional<float[]> unconditional)
        implements PictureState.Pending {

    Denoising(Picture picture, TextStates conditioning, int pass, SamplerState sampler, Optional<Blend> blend) {
        this(picture, conditioning, pass, sampler, blend, Optional.empty());
    }

    @Override
    public ModelRole role() {
        return ModelRole.UNET;
    }

    @Override
    public InferenceCall next() {
        int rows = rows();
        FloatRow sample = ofPass().modelInput(sampler);
        float[] timesteps = new float[rows];
        Arrays.fill(timesteps, ofPass().timestep(sampler));
        List<FloatRow> text = text();
        PipelineNumbers numbers = picture.numbers();
        int chunks = text.get(0).size() / numbers.textWidth() / numbers.textLength();
        CallSize size = size().chunks(chunks);
        UnetTensors tensors = picture.family().unet();
        List<Tensor> inputs = new ArrayList<>();
        inputs.add(Inputs.rows(tensors.sample(), numbers, size, Collections.nCopies(rows, sample)));
        inputs.add(Inputs.floats(tensors.timestep(), numbers, size, timesteps));
        for (TensorSpec condition : tensors.conditioning()) {
            inputs.add(Inputs.rows(condition, numbers, size, conditionOn(condition, tensors, text)));
        }
        return new InferenceCall(
                picture.served(role()), inputs, List.of(tensors.prediction().name()));
    }

    /** Of a call: all of the picture's, or one where they go one by one. */
    private int rows() {
        return picture.apart(pass) ? 1 : picture.rows();
    }

    private List<FloatRow> text() {
        List<FloatRow> all = picture.textStates(conditioning, pass, sampler.call());
        return picture.apart(pass) ? List.of(all.get(unconditional.isEmpty() ? 0 : 1)) : all;
    }

    /** Whether the call is the last of its step: rows that go one by one make two. */
    public boolean endsStep() {
        return !picture.apart(pass) || unconditional.isPresent();
    }

    private static List<FloatRow> conditionOn(TensorSpec condition, UnetTensors tensors, List<FloatRow> text) {
        if (condition.equals(tensors.textStates())) {
            return text;
        }
        throw new IllegalStateException("nothing says what the model's input '" + condition.name() + "' is to be");
    }

    /**
     * The model's output, guided if all of it is there, and then the unconditional one where the sampler takes it.
     *
     * @throws IllegalArgumentException if the answer is not what was asked for
     * @throws dev.diffract.frontend.core.inference.NotFiniteException if a value is NaN or infinity
     */
    public float[] read(InferenceResult result) {
        if (rows() == 2 && picture.plan().guidanceRescale() == 0 && !ofPass().takesUnconditional()) {
            TensorSpec prediction = picture.family().unet().prediction();
            Tensor answer = Answers.output(result, prediction, picture.numbers(), size());
            float[] guided = Guidance.combine(answer, guidance());
            if (!Finite.all(guided)) {
                Answers.checked(answer.floats(), prediction, label());
                guided(guided);
            }
            return guided;
        }
        float[] answer =
                Answers.floats(result, picture.family().unet().prediction(), picture.numbers(), size(), label());
        float[] rows =
                unconditional.map(first -> joined(List.of(first, answer))).orElse(answer);
        return picture.plan().guided() && endsStep() ? combined(rows) : rows;
    }

    private double guidance() {
        return picture.plan().guidance() * ofPass().guidanceFactor();
    }

    private float[] guided(float[] values) {
        return Finite.checked(values, "its output after guidance at " + label());
    }

    private float[] combined(float[] rows) {
        float[] guided =
                guided(Guidance.combine(rows, guidance(), picture.plan().guidanceRescale()));
        return ofPass().takesUnconditional() ? joined(List.of(guided, Arrays.copyOf(rows, rows.length / 2))) : guided;
    }

    @Override
    public PictureState accept(InferenceResult result) {
        return advanced(read(result));
    }

    /**
     * The state after the model's output is known, of the step or of its first row.
     *
     * @param output may be written over
     * @throws dev.diffract.frontend.core.inference.NotFiniteException if the sampler makes NaN or infinity of it
     */
    public PictureState advanced(float[] output) {
        if (!endsStep()) {
            return new Denoising(picture, conditioning, pass, sampler, blend, Optional.of(output));
        }
        SamplerState advanced = ofPass().advance(sampler, output);
        SamplerState next = blend.map(kept -> kept.apply(ofPass(), advanced)).orElse(advanced);
        Finite.checked(next.latents(), "what the sampler makes of its output at " + label());
        if (ofPass().isEndless(next)) {
            throw new NotFiniteException(
                    "what the sampler makes of its output at " + label(),
                    "leads to no end, even after " + next.call() + " calls");
        }
        return ofPass().isDone(next)
                ? Passage.denoised(picture, conditioning, pass, next.latents())
                : new Denoising(picture, conditioning, pass, next, blend);
    }

    /**
     * What the picture will be, as far as the model's output tells; empty if nobody asked to see it after this step, or
     * the picture itself is next, or this estimate of it has left the range of numbers.
     */
    public Optional<Preview> preview(float[] output) {
        int every = picture.plan().previewEvery();
        if (every == 0 || step() % every != 0 || step() == picture.calls() || !endsStep()) {
            return Optional.empty();
        }
        long[] shape = picture.latentShape(pass);
        return picture.plan()
                .model()
                .previews()
                .map(factors -> new Preview(
                        picture.index(),
                        step(),
                        (int) shape[3],
                        (int) shape[2],
                        ofPass().picture(sampler, output),
                        factors))
                .filter(preview -> Finite.all(preview.latents()));
    }

    /** The model call to make, counted over all passes from 1; or the part of the way that it is in. */
    public int step() {
        return picture.callsBefore(pass) + ofPass().progress(sampler) + 1;
    }

    /**
     * The last model call or part of the way that is past after this call, counted as {@link #step()}.
     *
     * @param next what this call leads to
     */
    public int reached(PictureState next) {
        return next instanceof Denoising same && same.pass == pass
                ? same.step() - 1
                : picture.callsBefore(pass) + ofPass().calls();
    }

    @Override
    public String label() {
        return "step " + step() + "/" + picture.calls();
    }

    private Sampler ofPass() {
        return picture.passes().get(pass).sampler().orElseThrow();
    }

    private CallSize size() {
        return picture.callSize(pass, rows());
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
