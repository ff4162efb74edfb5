package dev.diffract.builder.build.assemble;

import dev.diffract.builder.graphs.check.CheckException;
import dev.diffract.builder.graphs.onnx.Signature;
import dev.diffract.builder.graphs.onnx.TensorInfo;
import dev.diffract.builder.graphs.preview.OnnxVae;
import dev.diffract.builder.graphs.preview.PreviewFit;
import dev.diffract.repository.layout.Manifest.Pipeline;
import dev.diffract.repository.layout.PreviewFactors;
import dev.diffract.repository.layout.SizeRule;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Fits previews to the converted autoencoder of a model. */
final class Previews {

    private static final int USUAL_SIDE = 128;

    private Previews() {}

    /**
     * @param decoder a graph with FP32 interface
     * @param encoder the same, if the model has one
     * @param encoderSource what the encoder takes; one for pictures of a fixed size that the decoder does not make is left
     *     aside
     * @throws BuildException if a graph does not run, or gives numbers that are none: every picture would be black
     */
    static PreviewFactors fit(
            Path decoder,
            Optional<Path> encoder,
            Optional<Signature> encoderSource,
            Pipeline pipeline,
            Consumer<String> progress) {
        Optional<TensorInfo> picture = encoderSource.flatMap(encoding ->
                encoding.input(pipeline.family().vaeEncoder().pixels().name()));
        int side = picture.map(sample -> (int) sample.dim(2))
                .filter(pipeline.sizes()::allows)
                .orElseGet(() -> usualSide(pipeline.sizes()));
        boolean encodes = picture.filter(sample -> takes(sample, side)).isPresent();
        try (OnnxVae vae =
                new OnnxVae(pipeline.family(), pipeline.numbers(), decoder, encoder.filter(graph -> encodes))) {
            PreviewFactors factors = PreviewFit.fit(vae, pipeline.numbers(), side)
                    .orElseThrow(
                            () -> new BuildException(
                                    "the autoencoder makes NaN or infinity of ordinary pictures, so"
                                            + " that no picture could be drawn: take another export of it, or another autoencoder"));
            progress.accept(String.format(
                    Locale.ROOT,
                    "fitted previews: off by %.3f on average, where 1 is black against white",
                    factors.error()));
            return factors;
        } catch (CheckException e) {
            throw new BuildException("the converted VAE gives no previews: " + e.getMessage(), e);
        }
    }

    /** The smallest side from 128 pixels on that the model can draw, or its largest. */
    private static int usualSide(SizeRule sizes) {
        int from = Math.max(USUAL_SIDE, sizes.min());
        int multiple = (from + sizes.multiple() - 1) / sizes.multiple() * sizes.multiple();
        return sizes.allows(multiple) ? multiple : sizes.max() / sizes.multiple() * sizes.multiple();
    }

    private static boolean takes(TensorInfo picture, int side) {
        return IntStream.of(2, 3).mapToLong(picture::dim).allMatch(size -> size == TensorInfo.DYNAMIC || size == side);
    }
}
