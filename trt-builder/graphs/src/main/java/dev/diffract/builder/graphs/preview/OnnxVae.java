package dev.diffract.builder.graphs.preview;

import dev.diffract.builder.graphs.check.CheckException;
import dev.diffract.builder.graphs.check.OnnxRun;
import dev.diffract.repository.kserve.Tensor;
import dev.diffract.repository.kserve.TensorType;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** An autoencoder whose halves are graphs as they are served with FP32: latent_sample → sample → latent_parameters. */
public final class OnnxVae implements Vae, AutoCloseable {

    private static final int SCALE = 8;
    private static final int COLOURS = 3;

    private final OnnxRun decoder;
    private final Optional<OnnxRun> encoder;

    /**
     * @throws CheckException if a graph cannot be loaded
     */
    public OnnxVae(Path decoder, Optional<Path> encoder) {
        this.decoder = new OnnxRun(decoder);
        this.encoder = encoder.map(OnnxRun::new);
    }

    @Override
    public Optional<float[]> encode(float[] picture, int side) {
        return encoder.map(run -> {
            float[] parameters = call(run, "sample", COLOURS, side, picture, "latent_parameters");
            return Arrays.copyOf(parameters, parameters.length / 2);
        });
    }

    @Override
    public float[] decode(float[] latent, int side) {
        int channels = latent.length / (side / SCALE * (side / SCALE));
        return call(decoder, "latent_sample", channels, side / SCALE, latent, "sample");
    }

    @Override
    public void close() {
        decoder.close();
        encoder.ifPresent(OnnxRun::close);
    }

    private static float[] call(OnnxRun run, String input, int channels, int side, float[] values, String output) {
        long[] shape = {1, channels, side, side};
        return run.run(List.of(Tensor.ofFloats(input, TensorType.FP32, shape, values)))
                .get(output)
                .floats();
    }
}
