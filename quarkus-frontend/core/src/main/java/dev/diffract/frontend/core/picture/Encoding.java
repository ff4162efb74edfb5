package dev.diffract.frontend.core.picture;

import dev.diffract.frontend.core.inference.InferenceCall;
import dev.diffract.frontend.core.inference.InferenceResult;
import dev.diffract.frontend.core.text.TokenChunk;
import dev.diffract.repository.kserve.Tensor;
import dev.diffract.repository.kserve.TensorType;
import dev.diffract.repository.pipeline.ModelRole;
import java.util.ArrayList;
import java.util.List;

/**
 * Prompts are turned into text states, a chunk at a time, so that each can be kept for other pictures.
 *
 * @param encoded text states of the chunks done
 */
public record Encoding(Picture picture, List<float[]> encoded) implements PictureState.Pending {

    public Encoding {
        encoded = List.copyOf(encoded);
    }

    /** The layer of the text encoder that counts, by the name of its output. */
    public String output() {
        return picture.pipeline().textStates(picture.plan().prompts().clipSkip());
    }

    /** What the next call encodes. */
    public TokenChunk chunk() {
        return picture.chunks().get(encoded.size());
    }

    @Override
    public ModelRole role() {
        return ModelRole.TEXT_ENCODER;
    }

    @Override
    public InferenceCall next() {
        long[] ids = chunk().ids();
        Tensor input = Tensor.ofLongs("input_ids", TensorType.INT64, new long[] {1, ids.length}, ids);
        return new InferenceCall(picture.served(role()), List.of(input), List.of(output()));
    }

    /** The text states in an answer. */
    public float[] read(InferenceResult result) {
        return Answers.floats(
                result,
                output(),
                1,
                picture.pipeline().textLength(),
                picture.pipeline().textWidth());
    }

    /** The state after the next chunk's text states are known, from a call or from before. */
    public PictureState encoded(float[] textStates) {
        List<float[]> all = new ArrayList<>(encoded);
        all.add(textStates);
        return all.size() < picture.chunks().size() ? new Encoding(picture, all) : Passage.begin(picture, all);
    }

    @Override
    public PictureState accept(InferenceResult result) {
        return encoded(read(result));
    }

    @Override
    public String label() {
        return "text";
    }
}
