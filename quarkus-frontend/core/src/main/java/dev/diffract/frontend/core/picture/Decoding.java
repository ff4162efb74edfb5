package dev.diffract.frontend.core.picture;

import dev.diffract.frontend.core.imaging.Raster;
import dev.diffract.frontend.core.inference.InferenceCall;
import dev.diffract.frontend.core.inference.InferenceResult;
import dev.diffract.frontend.core.inference.NotFiniteException;
import dev.diffract.frontend.core.text.TextStates;
import dev.diffract.repository.pipeline.CallSize;
import dev.diffract.repository.pipeline.DecodeImageTensors;
import dev.diffract.repository.pipeline.ModelRole;
import dev.diffract.repository.pipeline.TensorSpec;
import java.util.List;
import java.util.Optional;

/**
 * The latents of a pass are turned into a picture.
 *
 * @param conditioning for the pass after this one, if there is one
 * @param pass that made the latents
 * @param latents the sampler's last
 */
public record Decoding(Picture picture, TextStates conditioning, int pass, float[] latents)
        implements PictureState.Pending {

    @Override
    public ModelRole role() {
        return ModelRole.DECODE_IMAGE;
    }

    @Override
    public InferenceCall next() {
        float scalingFactor = (float) picture.numbers().scalingFactor();
        float[] scaled = new float[latents.length];
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] = latents[i] / scalingFactor;
        }
        DecodeImageTensors tensors = picture.family().decodeImage();
        return new InferenceCall(
                picture.served(role()),
                List.of(Inputs.floats(tensors.latent(), picture.numbers(), size(), scaled)),
                isJudged()
                        ? List.of(tensors.image().name(), tensors.flagged().name())
                        : List.of(tensors.image().name()),
                List.of(tensors.finite().name()));
    }

    @Override
    public PictureState accept(InferenceResult result) {
        Pass made = picture.passes().get(pass);
        DecodeImageTensors tensors = picture.family().decodeImage();
        requireFinite(result, tensors.finite());
        byte[] rgb = Answers.bytes(result, tensors.image(), picture.numbers(), size());
        Optional<Boolean> flagged = isJudged()
                ? Optional.of(Answers.flag(result, tensors.flagged(), picture.numbers(), size()))
                : Optional.empty();
        return Passage.decoded(picture, conditioning, pass, Raster.rgb(made.width(), made.height(), rgb), flagged);
    }

    /** Bytes are bytes, whatever they were made of. */
    private void requireFinite(InferenceResult result, TensorSpec finite) {
        if (result.find(finite.name()).isPresent() && !Answers.flag(result, finite, picture.numbers(), size())) {
            throw new NotFiniteException("its picture, before it became bytes,");
        }
    }

    @Override
    public String label() {
        return "image";
    }

    /** What only lies between two passes is shown to nobody. */
    private boolean isJudged() {
        return picture.isLast(pass) && picture.hasSafetyChecker();
    }

    private CallSize size() {
        return picture.callSize(pass, 1);
    }
}
