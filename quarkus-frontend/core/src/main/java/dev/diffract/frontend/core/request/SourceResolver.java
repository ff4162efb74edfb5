package dev.diffract.frontend.core.request;

import dev.diffract.frontend.core.imaging.Effort;
import dev.diffract.frontend.core.imaging.Masks;
import dev.diffract.frontend.core.imaging.Raster;
import dev.diffract.frontend.core.imaging.Region;
import dev.diffract.frontend.core.imaging.ResizeMode;
import dev.diffract.frontend.core.imaging.Surroundings;
import dev.diffract.frontend.core.model.ModelDefinition;
import dev.diffract.frontend.core.plan.Inpainting;
import dev.diffract.frontend.core.plan.MaskedContent;
import dev.diffract.frontend.core.plan.Sampling;
import dev.diffract.frontend.core.plan.Source;
import dev.diffract.frontend.core.sampling.schedule.Beginning;
import dev.diffract.repository.layout.SizeRule;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes a picture to start from of what a request says about it. Checks first, and computes only what is right. */
final class SourceResolver {

    /** Bytes for a pixel of a mask: inverted, and blurred in two passes. */
    private static final int MASKING = 3;

    private final SourceRequest said;
    private final MaskRequest masking;
    private final Faults faults;
    private final double strength;
    private final Optional<ResizeMode> resizeMode;
    private final int blur;
    private final MaskedContent content;
    private final int padding;
    private boolean fits = true;

    /**
     * @param faults gets what is wrong
     */
    SourceResolver(SourceRequest said, ModelDefinition model, Faults faults) {
        this.said = said;
        this.masking = said.mask();
        this.faults = faults;
        strength = faults.share(Field.STRENGTH, said.strength(), SourceRequest.STRENGTH);
        resizeMode = faults.choice(
                Field.RESIZE_MODE, said.resizeMode(), ResizeMode::find, ResizeMode.values(), ResizeMode::id);
        blur = (int) faults.whole(Field.MASK_BLUR, masking.blur(), MaskRequest.BLUR, 0, GenerationLimits.MASK_BLUR);
        content = faults.choice(
                        Field.MASKED_CONTENT,
                        masking.content(),
                        MaskedContent::find,
                        MaskedContent.values(),
                        MaskedContent::id)
                .orElse(MaskRequest.CONTENT);
        padding = (int) faults.whole(
                Field.MASKED_PADDING, masking.padding(), MaskRequest.PADDING, 0, GenerationLimits.MASKED_PADDING);
        new SourceChecks(said, faults).check(model);
    }

    boolean isThere() {
        return said.image() != null;
    }

    /** Where a run of so many steps begins; as AUTOMATIC1111's without a mask only, which is its own matter there. */
    Beginning beginning(int steps, Sampling sampling) {
        return isThere()
                ? Source.beginning(strength, steps, sampling.beginsOriginally() && masking.mask() == null)
                : Beginning.OF_NOISE;
    }

    /** A width that the request leaves open is the picture's; {@code null} if there is none that the model has. */
    @Nullable
    Long width(@Nullable Long wanted, SizeRule sizes) {
        Raster image = said.image();
        return wanted == null && image != null ? own(image, image.width(), sizes) : wanted;
    }

    /** A height that the request leaves open is the picture's; {@code null} if there is none that the model has. */
    @Nullable
    Long height(@Nullable Long wanted, SizeRule sizes) {
        Raster image = said.image();
        return wanted == null && image != null ? own(image, image.height(), sizes) : wanted;
    }

    private @Nullable Long own(Raster image, int pixels, SizeRule sizes) {
        if (sizes.allows(pixels)) {
            return (long) pixels;
        }
        List<Field> unless = masking.drawsPart()
                ? List.of(Field.WIDTH, Field.HEIGHT)
                : List.of(Field.WIDTH, Field.HEIGHT, Field.RESIZE_MODE);
        faults.add(Field.IMAGE, new Rule.OwnSize(sizes, SourceChecks.size(image), unless));
        fits = false;
        return null;
    }

    /**
     * @param width to be drawn
     * @param height to be drawn
     */
    void checkSize(long width, long height) {
        Raster image = said.image();
        boolean changes = said.resizeMode() != null || masking.drawsPart();
        if (image != null && !changes && fits && !image.hasSize((int) width, (int) height)) {
            List<String> ways =
                    Stream.of(ResizeMode.values()).map(ResizeMode::id).toList();
            faults.add(
                    Field.IMAGE, new Rule.DrawnSize(SourceChecks.size(image), width, height, Field.RESIZE_MODE, ways));
        }
    }

    /**
     * To be asked for only if there are no faults.
     *
     * @param effort is told of each row that is computed of the pictures, and what that takes
     */
    Optional<Source> resolve(int width, int height, Effort effort) {
        Raster image = said.image();
        if (image == null) {
            return Optional.empty();
        }
        Raster mask = masking.mask();
        if (mask == null) {
            return Optional.of(
                    new Source(fitted(image, width, height, effort), strength, resizeMode, Optional.empty()));
        }
        effort.take((long) MASKING * mask.values().length);
        Raster white = masking.inverted() ? Masks.inverted(mask) : mask;
        return Optional.of(
                masking.drawsPart()
                        ? part(image, white, width, height, effort)
                        : whole(image, white, width, height, effort));
    }

    private Source whole(Raster picture, Raster white, int width, int height, Effort effort) {
        Raster image = fitted(picture, width, height, effort);
        Raster mask = Masks.blurred(fitted(white, width, height, effort), blur, effort);
        Inpainting inpainting = new Inpainting(mask, masking.inverted(), blur, content, Optional.empty(), image, mask);
        return new Source(filled(image, mask, effort), strength, resizeMode, Optional.of(inpainting));
    }

    /** Cut, scaled and then filled, as AUTOMATIC1111 does: how far colours reach is counted in pixels that are drawn. */
    private Source part(Raster picture, Raster white, int width, int height, Effort effort) {
        Raster blurred = Masks.blurred(white, blur, effort);
        // What is little and blurred much is black everywhere: its place is still where it was meant.
        Region region = Region.around(blurred.isBlack() ? white : blurred, padding, width, height);
        Raster image = ResizeMode.FILL.fit(picture.cut(region), width, height, effort);
        Raster mask = ResizeMode.FILL.fit(blurred.cut(region), width, height, effort);
        Inpainting inpainting = new Inpainting(
                mask,
                masking.inverted(),
                blur,
                content,
                Optional.of(new Inpainting.OnlyMasked(region, padding)),
                picture,
                blurred);
        return new Source(filled(image, mask, effort), strength, resizeMode, Optional.of(inpainting));
    }

    private Raster filled(Raster image, Raster mask, Effort effort) {
        return content == MaskedContent.FILL ? Surroundings.fill(image, mask, effort) : image;
    }

    private Raster fitted(Raster raster, int width, int height, Effort effort) {
        return resizeMode.orElse(ResizeMode.STRETCH).fit(raster, width, height, effort);
    }
}
