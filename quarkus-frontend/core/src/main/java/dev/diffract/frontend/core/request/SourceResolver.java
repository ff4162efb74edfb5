package dev.diffract.frontend.core.request;

import dev.diffract.frontend.core.imaging.Masks;
import dev.diffract.frontend.core.imaging.Raster;
import dev.diffract.frontend.core.imaging.Region;
import dev.diffract.frontend.core.imaging.ResizeMode;
import dev.diffract.frontend.core.imaging.Surroundings;
import dev.diffract.frontend.core.model.ModelDefinition;
import dev.diffract.frontend.core.plan.Inpainting;
import dev.diffract.frontend.core.plan.MaskedContent;
import dev.diffract.frontend.core.plan.Source;
import dev.diffract.repository.layout.Manifest.SizeRule;
import dev.diffract.repository.pipeline.ModelRole;
import java.util.List;
import java.util.Optional;

/** Makes a picture to start from of what a request says about it. Checks first, and computes only what is right. */
final class SourceResolver {

    private static final double STRENGTH = 0.75;
    private static final int BLUR = 4;
    private static final int MAX_BLUR = 64;
    private static final int PADDING = 32;
    private static final int MAX_PADDING = 1024;

    private final SourceRequest said;
    private final List<Fault> faults;
    private final double strength;
    private final Optional<ResizeMode> resizeMode;
    private final int blur;
    private final MaskedContent content;
    private final int padding;
    private boolean fits = true;

    /**
     * @param faults gets what is wrong
     */
    SourceResolver(SourceRequest said, ModelDefinition model, List<Fault> faults) {
        this.said = said;
        this.faults = faults;
        strength = Checks.share("/strength", said.strength(), STRENGTH, faults);
        resizeMode = Checks.choice("/resize_mode", said.resizeMode(), ResizeMode::find, ResizeMode.ids(), faults);
        blur = (int) Checks.whole("/mask_blur", said.maskBlur(), BLUR, 0, MAX_BLUR, faults);
        content = Checks.choice("/inpainting_fill", said.fill(), MaskedContent::find, MaskedContent.ids(), faults)
                .orElse(MaskedContent.ORIGINAL);
        padding = (int) Checks.whole("/masked_padding", said.padding(), PADDING, 0, MAX_PADDING, faults);
        checkCompany(model);
        checkMask();
    }

    private boolean inverted() {
        return Boolean.TRUE.equals(said.invertMask());
    }

    private boolean onlyMasked() {
        return Boolean.TRUE.equals(said.onlyMasked());
    }

    /** A width that the request leaves open is the picture's; {@code null} if there is none that the model has. */
    Long width(Long wanted, SizeRule sizes) {
        return wanted == null && said.image() != null ? own(said.image().width(), sizes) : wanted;
    }

    /** A height that the request leaves open is the picture's; {@code null} if there is none that the model has. */
    Long height(Long wanted, SizeRule sizes) {
        return wanted == null && said.image() != null ? own(said.image().height(), sizes) : wanted;
    }

    private Long own(int pixels, SizeRule sizes) {
        if (sizes.allows(pixels)) {
            return (long) pixels;
        }
        String advice = onlyMasked() ? "say width and height" : "say width, height and resize_mode";
        Fault fault = new Fault(
                "/image",
                "is " + size(said.image()) + " pixels, and width and height must be multiples of " + sizes.multiple()
                        + " from " + sizes.min() + " to " + sizes.max() + "; " + advice);
        if (!faults.contains(fault)) {
            faults.add(fault);
        }
        fits = false;
        return null;
    }

    /**
     * @param width to be drawn
     * @param height to be drawn
     */
    void checkSize(long width, long height) {
        boolean asItIs = said.image() != null && said.resizeMode() == null && !onlyMasked();
        if (asItIs && fits && !said.image().hasSize((int) width, (int) height)) {
            faults.add(new Fault(
                    "/image",
                    "is " + size(said.image()) + " pixels and " + width + "x" + height
                            + " are to be drawn; ask for the picture's size, or say by resize_mode how to make it fit: "
                            + ResizeMode.ids()));
        }
    }

    /** To be asked for only if there are no faults. */
    Optional<Source> resolve(int width, int height) {
        if (said.image() == null) {
            return Optional.empty();
        }
        if (said.mask() == null) {
            return Optional.of(new Source(fitted(said.image(), width, height), strength, resizeMode, Optional.empty()));
        }
        Raster white = inverted() ? Masks.inverted(said.mask()) : said.mask();
        return Optional.of(onlyMasked() ? part(white, width, height) : whole(white, width, height));
    }

    private Source whole(Raster white, int width, int height) {
        Raster image = fitted(said.image(), width, height);
        Raster mask = Masks.blurred(fitted(white, width, height), blur);
        Inpainting inpainting = new Inpainting(mask, inverted(), blur, content, Optional.empty(), image, mask);
        return new Source(filled(image, mask), strength, resizeMode, Optional.of(inpainting));
    }

    private Source part(Raster white, int width, int height) {
        Raster blurred = Masks.blurred(white, blur);
        Region region = Region.around(blurred, padding, width, height);
        Raster image = ResizeMode.FILL.fit(filled(said.image(), blurred).cut(region), width, height);
        Raster mask = ResizeMode.FILL.fit(blurred.cut(region), width, height);
        Inpainting inpainting = new Inpainting(
                mask,
                inverted(),
                blur,
                content,
                Optional.of(new Inpainting.OnlyMasked(region, padding)),
                said.image(),
                blurred);
        return new Source(image, strength, resizeMode, Optional.of(inpainting));
    }

    private Raster filled(Raster image, Raster mask) {
        return content == MaskedContent.FILL ? Surroundings.fill(image, mask) : image;
    }

    private Raster fitted(Raster raster, int width, int height) {
        return resizeMode.orElse(ResizeMode.STRETCH).fit(raster, width, height);
    }

    private void checkCompany(ModelDefinition model) {
        if (said.image() == null) {
            alone("/strength", said.strength(), "image");
            alone("/resize_mode", said.resizeMode(), "image");
            alone("/mask", said.mask(), "image");
        } else if (model.manifest().find(ModelRole.VAE_ENCODER).isEmpty()) {
            faults.add(new Fault("/image", "cannot be taken: the model " + model.name() + " has no image encoder"));
        }
        if (said.mask() == null) {
            alone("/invert_mask", said.invertMask(), "mask");
            alone("/mask_blur", said.maskBlur(), "mask");
            alone("/inpainting_fill", said.fill(), "mask");
            alone("/only_masked", said.onlyMasked(), "mask");
        }
        if (!onlyMasked()) {
            alone("/masked_padding", said.padding(), "only_masked");
        } else if (said.resizeMode() != null) {
            faults.add(new Fault("/resize_mode", "has no meaning with only_masked, which draws a part of the picture"));
        }
    }

    private void alone(String pointer, Object value, String needed) {
        if (value != null) {
            faults.add(new Fault(pointer, "needs " + needed + ", which is not there"));
        }
    }

    private void checkMask() {
        Raster mask = said.mask();
        if (mask == null || said.image() == null) {
            return;
        }
        if (!mask.hasSize(said.image().width(), said.image().height())) {
            faults.add(new Fault(
                    "/mask", "must have the image's size of " + size(said.image()) + " pixels, had " + size(mask)));
        } else if ((inverted() ? Masks.inverted(mask) : mask).isBlack()) {
            faults.add(new Fault("/mask", "leaves nothing to repaint; white is repainted, with invert_mask black"));
        }
    }

    private static String size(Raster raster) {
        return raster.width() + "x" + raster.height();
    }
}
