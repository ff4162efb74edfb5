package dev.diffract.frontend.core.infotext;

import dev.diffract.frontend.core.plan.GenerationPlan;
import dev.diffract.frontend.core.plan.MaskedContent;
import dev.diffract.frontend.core.plan.Source;
import java.util.LinkedHashMap;
import java.util.Map;

/** What infotexts say of a plan's modes, by AUTOMATIC1111's keys and in its order. */
final class ModeParameters {

    private ModeParameters() {}

    /** Those that stand before the program's own: of image-to-image and of a second pass alike. */
    static Map<String, String> common(GenerationPlan plan) {
        Map<String, String> values = new LinkedHashMap<>();
        plan.source().ifPresent(source -> values.put("Denoising strength", Infotext.plain(source.strength())));
        plan.hires().ifPresent(hires -> values.put("Denoising strength", Infotext.plain(hires.strength())));
        return values;
    }

    /** Those that stand among the extras. */
    static Map<String, String> extra(GenerationPlan plan) {
        Map<String, String> values = new LinkedHashMap<>();
        plan.hires().ifPresent(hires -> {
            values.put("Hires upscale", Infotext.plain(hires.scale()));
            values.put("Hires steps", String.valueOf(hires.steps()));
            values.put("Hires upscaler", hires.upscaler().label());
        });
        plan.source().flatMap(Source::resizeMode).ifPresent(mode -> values.put(Keys.RESIZE_MODE, mode.id()));
        plan.source().flatMap(Source::inpainting).ifPresent(inpainting -> {
            if (inpainting.inverted()) {
                values.put("Mask mode", "Inpaint not masked");
            }
            values.put("Mask blur", String.valueOf(inpainting.blur()));
            inpainting.onlyMasked().ifPresent(part -> {
                values.put("Inpaint area", "Only masked");
                values.put("Masked area padding", String.valueOf(part.padding()));
            });
            if (inpainting.content() != MaskedContent.ORIGINAL) {
                values.put("Masked content", inpainting.content().label());
            }
        });
        if (plan.guidanceRescale() > 0) {
            values.put("CFG Rescale", Infotext.plain(plan.guidanceRescale()));
        }
        return values;
    }
}
