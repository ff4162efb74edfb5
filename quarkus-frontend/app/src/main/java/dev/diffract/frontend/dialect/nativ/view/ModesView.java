package dev.diffract.frontend.dialect.nativ.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.diffract.frontend.core.imaging.ResizeMode;
import dev.diffract.frontend.core.plan.FileForm;
import dev.diffract.frontend.core.plan.FileFormat;
import dev.diffract.frontend.core.plan.GenerationPlan;
import dev.diffract.frontend.core.plan.Hires;
import dev.diffract.frontend.core.plan.Inpainting;
import dev.diffract.frontend.core.plan.Source;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The resolved fields of image-to-image, inpainting, the second pass and the files; those of modes not in use are left out. */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Modes")
public record ModesView(
        @JsonProperty("guidance_rescale") double guidanceRescale,
        Double strength,
        @JsonProperty("resize_mode") String resizeMode,
        @JsonProperty("invert_mask") Boolean invertMask,
        @JsonProperty("mask_blur") Integer maskBlur,
        @JsonProperty("inpainting_fill") String inpaintingFill,
        @JsonProperty("only_masked") Boolean onlyMasked,
        @JsonProperty("masked_padding") Integer maskedPadding,
        HiresView hires,
        String format,
        Integer quality) {

    static ModesView of(GenerationPlan plan) {
        Optional<Source> source = plan.source();
        Optional<Inpainting> inpainting = source.flatMap(Source::inpainting);
        FileForm form = plan.handling().form();
        return new ModesView(
                plan.guidanceRescale(),
                source.map(Source::strength).orElse(null),
                source.flatMap(Source::resizeMode).map(ResizeMode::id).orElse(null),
                inpainting.map(Inpainting::inverted).orElse(null),
                inpainting.map(Inpainting::blur).orElse(null),
                inpainting.map(part -> part.content().id()).orElse(null),
                inpainting.map(part -> part.onlyMasked().isPresent()).orElse(null),
                inpainting
                        .flatMap(Inpainting::onlyMasked)
                        .map(Inpainting.OnlyMasked::padding)
                        .orElse(null),
                plan.hires().map(HiresView::of).orElse(null),
                form.format().id(),
                form.format() == FileFormat.JPEG ? form.quality() : null);
    }

    /** The second pass. */
    @RegisterForReflection
    @Schema(name = "HiresParameters")
    public record HiresView(
            double scale,

            @Schema(enumeration = {"latent", "pixel"}) String upscaler,

            int steps,
            double strength) {

        static HiresView of(Hires hires) {
            return new HiresView(hires.scale(), hires.upscaler().id(), hires.steps(), hires.strength());
        }
    }
}
