package dev.diffract.frontend.core.picture;

import dev.diffract.frontend.core.inference.InferenceCall;
import dev.diffract.frontend.core.inference.InferenceResult;
import dev.diffract.frontend.core.text.TokenChunk;
import dev.diffract.repository.kserve.FloatRow;
import dev.diffract.repository.kserve.Tensor;
import dev.diffract.repository.pipeline.CallSize;
import dev.diffract.repository.pipeline.ModelRole;
import dev.diffract.repository.pipeline.TensorSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * Prompts are turned into text states, a chunk at a time, so that each can be kept for other pictures.
 *
 * @param encoded text states of the chunks done
 */
public record Encoding(Picture picture, List<FloatRow> encoded) implements PictureState.Pending {

    private static final CallSize ONE_CHUNK = CallSize.rows(1);

    public Encoding {
        encoded = List.copyOf(encoded);
    }

    /** The layer of the text encoder that counts, by the name of its output. */
    public String output() {
        return states().name();
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
        Tensor input =
                Inputs.longs(picture.family().textEncoder().tokens(), picture.numbers(), ONE_CHUNK, chunk().ids());
        return new InferenceCall(picture.served(role()), List.of(input), List.of(output()));
    }

    /** The text states in an answer. */
    public FloatRow read(InferenceResult result) {
        return new FloatRow(Answers.floats(result, states(), picture.numbers(), ONE_CHUNK, label()));
    }

    /** The state after the next chunk's text states are known, from a call or from before. */
    public PictureState encoded(FloatRow textStates) {
        List<FloatRow> all = new ArrayList<>(encoded);
        all.add(textStates);
        return all.size() < picture.chunks().size()
                ? new Encoding(picture, all)
                : Passage.begin(picture, picture.plan().prompts().textStates(all));
    }

    @Override
    public PictureState accept(InferenceResult result) {
        return encoded(read(result));
    }

    @Override
    public String label() {
        return "text";
    }

    private TensorSpec states() {
        return picture.family().textEncoder().states(picture.plan().prompts().clipSkip());
    }
}
