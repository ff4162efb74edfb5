package dev.diffract.builder.assemble;

import dev.diffract.builder.onnx.OnnxModel;
import dev.diffract.builder.onnx.Signature;
import dev.diffract.builder.onnx.TensorInfo;
import dev.diffract.repository.layout.Manifest.Defaults;
import dev.diffract.repository.layout.Manifest.Pipeline;
import dev.diffract.repository.layout.Manifest.SizeRule;
import dev.diffract.repository.layout.ModelRole;
import dev.diffract.repository.layout.PreviewFactors;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The numbers of the denoising loop, from graphs and files together. */
record Pipelines(Pipeline pipeline, Defaults defaults) {

    /** Pixels per latent in each direction. */
    static final int VAE_SCALE = 8;

    private static final int LATENT_CHANNELS = 4;

    static Pipelines of(SourceSettings settings, Map<ModelRole, OnnxModel> components, TextShape text)
            throws IOException {
        SizeRule sizes = settings.sizes(fixedSide(components), VAE_SCALE);
        double scalingFactor = settings.scalingFactor(
                components.get(ModelRole.VAE_DECODER).file().getParent());
        Pipeline pipeline = new Pipeline(
                LATENT_CHANNELS,
                VAE_SCALE,
                scalingFactor,
                text.length(),
                text.width(),
                sizes,
                text.clipSkips().count(),
                Optional.empty());
        return new Pipelines(
                pipeline,
                settings.defaults(sizes, components.get(ModelRole.UNET).file().getParent(), VAE_SCALE));
    }

    /** The pipeline with what was fitted to the converted models. */
    Pipeline withPreviews(Optional<PreviewFactors> previews) {
        return new Pipeline(
                pipeline.latentChannels(),
                pipeline.vaeScale(),
                pipeline.scalingFactor(),
                pipeline.textLength(),
                pipeline.textWidth(),
                pipeline.sizes(),
                pipeline.clipSkips(),
                previews);
    }

    /** The side in pixels that a graph with fixed shapes can draw. */
    private static Optional<Integer> fixedSide(Map<ModelRole, OnnxModel> components) {
        Signature unet = components.get(ModelRole.UNET).signature();
        Signature decoder = components.get(ModelRole.VAE_DECODER).signature();
        Set<Long> sides = Stream.of(
                        unet.input(ComponentRules.SAMPLE).orElseThrow(),
                        decoder.input(ComponentRules.LATENT_SAMPLE).orElseThrow())
                .flatMap(latent -> Stream.of(latent.dim(2), latent.dim(3)))
                .filter(side -> side != TensorInfo.DYNAMIC)
                .collect(Collectors.toSet());
        if (sides.size() > 1) {
            throw new BuildException(components.get(ModelRole.UNET).file()
                    + ": UNet and VAE decoder have fixed latents of sides " + sides
                    + "; only square ones of one size, or open ones, are supported");
        }
        return sides.stream().findFirst().map(side -> Math.toIntExact(side * VAE_SCALE));
    }
}
