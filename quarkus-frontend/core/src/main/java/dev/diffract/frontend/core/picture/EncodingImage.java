package dev.diffract.frontend.core.picture;

import dev.diffract.frontend.core.imaging.Raster;
import dev.diffract.frontend.core.inference.InferenceCall;
import dev.diffract.frontend.core.inference.InferenceResult;
import dev.diffract.repository.kserve.Tensor;
import dev.diffract.repository.kserve.TensorType;
import dev.diffract.repository.pipeline.ModelRole;
import java.util.List;

/**
 * A picture to start from is turned into latents.
 *
 * @param pass that will start from it
 * @param image of the pass's size
 */
public record EncodingImage(Picture picture, List<float[]> conditioning, int pass, Raster image)
        implements PictureState.Pending {

    private static final String OUTPUT = "latent_parameters";

    public EncodingImage {
        conditioning = List.copyOf(conditioning);
    }

    @Override
    public ModelRole role() {
        return ModelRole.VAE_ENCODER;
    }

    @Override
    public InferenceCall next() {
        long[] shape = {1, image.channels(), image.height(), image.width()};
        Tensor input = Tensor.ofFloats("sample", TensorType.FP32, shape, image.planes());
        return new InferenceCall(picture.served(role()), List.of(input), List.of(OUTPUT));
    }

    @Override
    public PictureState accept(InferenceResult result) {
        long[] shape = picture.latentShape(pass, 1);
        float[] parameters = Answers.floats(result, OUTPUT, 1, 2 * shape[1], shape[2], shape[3]);
        return Passage.fromImage(picture, conditioning, pass, parameters);
    }

    @Override
    public String label() {
        return "source";
    }
}
