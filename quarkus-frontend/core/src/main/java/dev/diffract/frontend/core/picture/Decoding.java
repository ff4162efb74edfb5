package dev.diffract.frontend.core.picture;

import dev.diffract.frontend.core.imaging.Raster;
import dev.diffract.frontend.core.inference.InferenceCall;
import dev.diffract.frontend.core.inference.InferenceResult;
import dev.diffract.repository.kserve.Tensor;
import dev.diffract.repository.kserve.TensorType;
import dev.diffract.repository.pipeline.ModelRole;
import java.util.List;

/**
 * The latents of a pass are turned into a picture.
 *
 * @param conditioning for the pass after this one, if there is one
 * @param pass that made the latents
 * @param latents the sampler's last
 */
public record Decoding(Picture picture, List<float[]> conditioning, int pass, float[] latents)
        implements PictureState.Pending {

    private static final String OUTPUT = "image";

    @Override
    public ModelRole role() {
        return ModelRole.DECODE_IMAGE;
    }

    @Override
    public InferenceCall next() {
        float scalingFactor = (float) picture.pipeline().scalingFactor();
        float[] scaled = new float[latents.length];
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] = latents[i] / scalingFactor;
        }
        Tensor input = Tensor.ofFloats("latent_sample", TensorType.FP32, picture.latentShape(pass, 1), scaled);
        return new InferenceCall(picture.served(role()), List.of(input), List.of(OUTPUT));
    }

    @Override
    public PictureState accept(InferenceResult result) {
        Pass made = picture.passes().get(pass);
        byte[] rgb = Answers.bytes(result, OUTPUT, 1, made.height(), made.width(), 3);
        return Passage.decoded(picture, conditioning, pass, Raster.rgb(made.width(), made.height(), rgb));
    }

    @Override
    public String label() {
        return "image";
    }
}
