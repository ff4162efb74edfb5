package dev.diffract.frontend.core.picture;

import dev.diffract.frontend.core.imaging.Raster;
import dev.diffract.frontend.core.inference.InferenceCall;
import dev.diffract.frontend.core.inference.InferenceResult;
import dev.diffract.frontend.core.text.TextStates;
import dev.diffract.repository.kserve.Tensor;
import dev.diffract.repository.pipeline.ModelRole;
import dev.diffract.repository.pipeline.VaeEncoderTensors;
import java.util.List;

/**
 * A picture to start from is turned into latents.
 *
 * @param pass that will start from it
 * @param image of the pass's size
 */
public record EncodingImage(Picture picture, TextStates conditioning, int pass, Raster image)
        implements PictureState.Pending {

    @Override
    public ModelRole role() {
        return ModelRole.VAE_ENCODER;
    }

    @Override
    public InferenceCall next() {
        VaeEncoderTensors tensors = picture.family().vaeEncoder();
        Tensor input = Inputs.floats(tensors.pixels(), picture.numbers(), picture.callSize(pass, 1), image.planes());
        return new InferenceCall(
                picture.served(role()),
                List.of(input),
                List.of(tensors.moments().name()));
    }

    @Override
    public PictureState accept(InferenceResult result) {
        float[] parameters = Answers.floats(
                result, picture.family().vaeEncoder().moments(), picture.numbers(), picture.callSize(pass, 1), label());
        return Passage.fromImage(picture, conditioning, pass, parameters);
    }

    @Override
    public String label() {
        return "source";
    }
}
