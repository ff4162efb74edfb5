package dev.diffract.builder.graphs.preview;

import dev.diffract.builder.graphs.check.CheckException;
import dev.diffract.builder.graphs.check.OnnxRun;
import dev.diffract.repository.kserve.Tensor;
import dev.diffract.repository.kserve.TensorType;
import dev.diffract.repository.pipeline.CallSize;
import dev.diffract.repository.pipeline.ModelFamily;
import dev.diffract.repository.pipeline.PipelineNumbers;
import dev.diffract.repository.pipeline.TensorSpec;
import dev.diffract.repository.pipeline.VaeDecoderTensors;
import dev.diffract.repository.pipeline.VaeEncoderTensors;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** An autoencoder whose halves are graphs as they are served with FP32: latent → pixels → moments. */
public final class OnnxVae implements Vae, AutoCloseable {

    private final ModelFamily family;
    private final PipelineNumbers numbers;
    private final OnnxRun decoder;
    private final Optional<OnnxRun> encoder;

    /**
     * @param family says what the graphs take and give
     * @param numbers say how large that is
     * @throws CheckException if a graph cannot be loaded
     */
    public OnnxVae(ModelFamily family, PipelineNumbers numbers, Path decoder, Optional<Path> encoder) {
        this.family = family;
        this.numbers = numbers;
        this.decoder = new OnnxRun(decoder);
        this.encoder = encoder.map(OnnxRun::new);
    }

    @Override
    public Optional<float[]> encode(float[] picture, int side) {
        VaeEncoderTensors tensors = family.vaeEncoder();
        return encoder.map(run -> {
            float[] moments = call(run, tensors.pixels(), side, picture, tensors.moments());
            return Arrays.copyOf(moments, moments.length / 2);
        });
    }

    @Override
    public float[] decode(float[] latent, int side) {
        VaeDecoderTensors tensors = family.vaeDecoder();
        return call(decoder, tensors.latent(), side, latent, tensors.pixels());
    }

    @Override
    public void close() {
        decoder.close();
        encoder.ifPresent(OnnxRun::close);
    }

    private float[] call(OnnxRun run, TensorSpec input, int side, float[] values, TensorSpec output) {
        long[] shape = input.shape(numbers, CallSize.rows(1).of(side, side));
        return run.run(List.of(Tensor.ofFloats(input.name(), TensorType.FP32, shape, values)))
                .get(output.name())
                .floats();
    }
}
