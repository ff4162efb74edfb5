package dev.diffract.builder.build.verify;

import dev.diffract.repository.layout.EngineRecord.Range;
import dev.diffract.repository.layout.Manifest;
import dev.diffract.repository.layout.Manifest.Size;
import dev.diffract.repository.layout.SizeRule;
import dev.diffract.repository.layout.SizeRule.SizeRange;
import dev.diffract.repository.pipeline.ModelRole;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The picture sizes that a manifest promises, against the shape profiles of the engines that draw them. */
final class SizesCheck {

    /** Axes of a latent, batch included. */
    private static final int HEIGHT = 2;

    private static final int WIDTH = 3;

    private final Manifest manifest;

    private SizesCheck(Manifest manifest) {
        this.manifest = manifest;
    }

    static List<String> check(Manifest manifest) {
        SizesCheck check = new SizesCheck(manifest);
        return Stream.of(
                        check.missing(
                                ModelRole.UNET,
                                manifest.pipeline().family().unet().sample().name()),
                        check.missing(
                                ModelRole.VAE_DECODER,
                                manifest.pipeline()
                                        .family()
                                        .vaeDecoder()
                                        .latent()
                                        .name()))
                .flatMap(List::stream)
                .toList();
    }

    /** @param latent the input whose size is a picture's, in latents */
    private List<String> missing(ModelRole role, String latent) {
        List<String> findings = new ArrayList<>();
        manifest.find(role)
                .ifPresent(model -> model.engine().ifPresent(engine -> {
                    List<Range> ranges = engine.shapes().stream()
                            .filter(inputs -> inputs.containsKey(latent))
                            .map(inputs -> inputs.get(latent))
                            .filter(range -> range.max().size() > WIDTH)
                            .toList();
                    promised()
                            .filter(sizes -> ranges.stream().noneMatch(range -> admits(range, sizes)))
                            .forEach(sizes -> findings.add("manifest.json allows pictures of "
                                    + (sizes.from().equals(sizes.to()) ? sizes.to() : sizes)
                                    + ", for which the engine of "
                                    + model.name() + " has no shape profile"));
                }));
        return findings;
    }

    /** Each single size, or all between two. */
    private Stream<SizeRange> promised() {
        SizeRule rule = manifest.pipeline().sizes();
        return rule.only().isEmpty()
                ? Stream.of(rule.range()
                        .orElseGet(() ->
                                new SizeRange(new Size(rule.min(), rule.min()), new Size(rule.max(), rule.max()))))
                : rule.only().stream().map(size -> new SizeRange(size, size));
    }

    private boolean admits(Range range, SizeRange sizes) {
        return admits(range, HEIGHT, sizes.from().height(), sizes.to().height())
                && admits(range, WIDTH, sizes.from().width(), sizes.to().width());
    }

    private boolean admits(Range range, int axis, int from, int to) {
        int scale = manifest.pipeline().vaeScale();
        return range.min().get(axis) <= from / scale && range.max().get(axis) >= to / scale;
    }
}
