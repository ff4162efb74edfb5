package dev.diffract.builder.graphs.check;

import dev.diffract.builder.graphs.onnx.ComponentGraph;
import dev.diffract.repository.kserve.Tensor;
import dev.diffract.repository.kserve.TensorType;
import dev.diffract.repository.layout.Manifest.NumericCheck;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An encoder that drew its latent itself against the one that gives mean and log-variance: mean + exp(logvar / 2) · noise,
 * with log-variance clamped to [-30, 20], must be what the original draws from the same noise.
 */
public final class MomentsCheck {

    private final ConversionCheck conversion;

    public MomentsCheck(ConversionCheck conversion) {
        this.conversion = conversion;
    }

    /**
     * @param original the source with its noise as the input {@link ComponentGraph#NOISE}
     * @param noiseType the type of that input
     * @param latent the original's output
     * @param converted gives {@code moments}
     * @throws CheckException if a graph does not run, or the results differ by more than the bound
     */
    public NumericCheck compare(Path original, TensorType noiseType, String latent, Path converted, String moments) {
        List<Samples> samples = conversion.samples();
        Comparison comparison = new Comparison(conversion.bound());
        try (OnnxRun drawing = new OnnxRun(original);
                OnnxRun giving = conversion.open(converted)) {
            Tensor together = conversion.together(giving, samples).get(moments);
            for (int sample = 0; sample < ConversionCheck.SAMPLES; sample++) {
                Tensor given = ConversionCheck.row(together, sample);
                long[] shape = given.shape();
                // Half of the moments are means, one per channel of a latent.
                shape[1] /= 2;
                Tensor noise = Samples.normal(ComponentGraph.NOISE, 1, shape[1], shape[2], shape[3])
                        .batch(noiseType, 0);
                List<Tensor> inputs = new ArrayList<>(conversion.originalInputs(samples, sample));
                inputs.add(noise);
                Map<String, Tensor> drawn = drawing.run(inputs);
                comparison.add(latent, drawn.get(latent).floats(), draw(given.floats(), noise.floats()));
            }
        }
        return comparison.result();
    }

    private static float[] draw(float[] moments, float[] noise) {
        float[] latent = new float[noise.length];
        for (int i = 0; i < latent.length; i++) {
            double logVariance = Math.min(20, Math.max(-30, moments[latent.length + i]));
            latent[i] = (float) (moments[i] + Math.exp(0.5 * logVariance) * noise[i]);
        }
        return latent;
    }
}
