package dev.diffract.builder.build.assemble;

import dev.diffract.builder.graphs.onnx.Halvings;
import dev.diffract.builder.graphs.onnx.OnnxModel;
import dev.diffract.builder.graphs.onnx.Signature;
import dev.diffract.builder.graphs.onnx.TensorInfo;
import dev.diffract.builder.planning.plan.Resolution;
import dev.diffract.builder.planning.plan.ResolutionRange;
import dev.diffract.builder.planning.plan.Resolutions;
import dev.diffract.repository.layout.Manifest.Defaults;
import dev.diffract.repository.layout.Manifest.Pipeline;
import dev.diffract.repository.layout.Manifest.Size;
import dev.diffract.repository.layout.PreviewFactors;
import dev.diffract.repository.layout.SizeReason;
import dev.diffract.repository.layout.SizeRule;
import dev.diffract.repository.pipeline.ModelRole;
import dev.diffract.repository.pipeline.PipelineDefaults;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the denoising loop and its users are told, from graphs and files together.
 *
 * @param description what the model can draw, by language tag; empty if its files do not say
 */
record Pipelines(Pipeline pipeline, Defaults defaults, Optional<Map<String, String>> description) {

    static Pipelines of(SourceSettings settings, VaeSettings vae, Map<ModelRole, OnnxModel> components, TextShape text)
            throws IOException {
        PipelineDefaults defaults = ComponentRules.FAMILY.defaults();
        SizeRule sizes =
                settings.sizes(fixedSide(components, defaults.vaeScale()), Halvings.of(components.get(ModelRole.UNET)));
        Pipeline pipeline = new Pipeline(
                ComponentRules.FAMILY,
                defaults.latentChannels(),
                defaults.vaeScale(),
                vae.scalingFactor(),
                text.length(),
                text.width(),
                sizes,
                text.clipSkips().count(),
                Optional.empty());
        return new Pipelines(
                pipeline,
                settings.defaults(sizes, components.get(ModelRole.UNET).file().getParent()),
                settings.description());
    }

    /** The pipeline with what was fitted to the converted models. */
    Pipelines withPreviews(PreviewFactors previews) {
        return new Pipelines(pipeline.withPreviews(Optional.of(previews)), defaults, description);
    }

    /**
     * Only the sizes that a recipe asks for.
     *
     * @throws BuildException if the model cannot draw one of them
     */
    Pipelines limitedTo(Recipe recipe) {
        return recipe.resolutions()
                .map(resolutions -> limitedTo(resolutions, recipe))
                .orElse(this);
    }

    private Pipelines limitedTo(Resolutions resolutions, Recipe recipe) {
        SizeRule rule = pipeline.sizes();
        Optional<ResolutionRange> range = resolutions.range();
        Stream.concat(resolutions.tuned().stream(), range.stream().flatMap(wide -> Stream.of(wide.from(), wide.to())))
                .filter(size -> !rule.allows(size.width(), size.height()))
                .findFirst()
                .ifPresent(size -> {
                    throw new BuildException(recipe.source() + " cannot draw " + size + ": sides are multiples of "
                            + rule.multiple() + " from " + rule.min() + " to " + rule.max() + why(rule));
                });
        range.filter(wide -> wide.step() % rule.multiple() != 0).ifPresent(wide -> {
            throw new BuildException(recipe.source() + " cannot draw sizes in steps of " + wide.step()
                    + ": sides are multiples of " + rule.multiple() + why(rule) + ", and so must the step be");
        });
        SizeRule limited = range.map(wide -> SizeRule.between(wide.step(), size(wide.from()), size(wide.to())))
                .orElseGet(() -> listed(rule, resolutions.tuned()))
                .because(SizeReason.ENGINES);
        Size first = limited.allows(defaults.width(), defaults.height())
                ? new Size(defaults.width(), defaults.height())
                : size(resolutions.tuned().stream()
                        .findFirst()
                        .or(() -> range.map(ResolutionRange::middle))
                        .orElseThrow());
        return new Pipelines(
                pipeline.withSizes(limited),
                new Defaults(
                        first.width(),
                        first.height(),
                        defaults.steps(),
                        defaults.guidance(),
                        defaults.sampler(),
                        defaults.negativePrompt()),
                description);
    }

    /** Of what a model's files and graphs allow. */
    private static String why(SizeRule rule) {
        return rule.halvings()
                .map(times -> ", since the model halves pictures " + times + " times")
                .orElse(
                        rule.reason().equals(Optional.of(SizeReason.GRAPHS))
                                ? ", since its graphs have no other"
                                : ", since its model_index.json says so (size_multiple)");
    }

    private static SizeRule listed(SizeRule rule, List<Resolution> resolutions) {
        List<Size> sizes = resolutions.stream().map(Pipelines::size).distinct().toList();
        List<Integer> sides = sizes.stream()
                .flatMap(size -> Stream.of(size.width(), size.height()))
                .toList();
        return new SizeRule(rule.multiple(), Collections.min(sides), Collections.max(sides), sizes);
    }

    private static Size size(Resolution resolution) {
        return new Size(resolution.width(), resolution.height());
    }

    /** The side in pixels that a graph with fixed shapes can draw. */
    private static Optional<Integer> fixedSide(Map<ModelRole, OnnxModel> components, int vaeScale) {
        Signature unet = components.get(ModelRole.UNET).signature();
        Signature decoder = components.get(ModelRole.VAE_DECODER).signature();
        Set<Long> sides = Stream.of(
                        unet.input(ComponentRules.FAMILY.unet().sample().name()).orElseThrow(),
                        decoder.input(ComponentRules.FAMILY
                                        .vaeDecoder()
                                        .latent()
                                        .name())
                                .orElseThrow())
                .flatMap(latent -> Stream.of(latent.dim(2), latent.dim(3)))
                .filter(side -> side != TensorInfo.DYNAMIC)
                .collect(Collectors.toSet());
        if (sides.size() > 1) {
            throw new BuildException(components.get(ModelRole.UNET).file()
                    + ": UNet and VAE decoder have fixed latents of sides " + sides
                    + "; only square ones of one size, or open ones, are supported");
        }
        return sides.stream().findFirst().map(side -> Math.toIntExact(side * vaeScale));
    }
}
