package dev.diffract.frontend.rest.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.diffract.frontend.core.infotext.RestoredRequest;
import dev.diffract.frontend.core.request.GenerationRequest;
import dev.diffract.frontend.core.request.HiresRequest;
import dev.diffract.frontend.core.request.SourceRequest;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What a picture's parameters say. */
@RegisterForReflection
@Schema(name = "PngInfo", description = "What a picture's parameters say")
public record RestoredView(
        @Schema(description = "The parameters as they stand in the file")
        String infotext,

        @Schema(
                description = "The body of a request that draws the picture again; of image-to-image the picture to"
                        + " start from is to be added",
                implementation = GenerationBody.class)
        RequestView request,

        @Schema(description = "Parameters that no field of a request stands for")
        Map<String, String> others) {

    public static RestoredView of(String infotext, RestoredRequest restored) {
        return new RestoredView(infotext, RequestView.of(restored.request()), restored.others());
    }

    /** The fields that are known. */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record RequestView(
            String model,
            String prompt,
            @JsonProperty("negative_prompt") String negativePrompt,
            Long steps,
            Double guidance,
            Long width,
            Long height,
            Long seed,
            String sampler,
            @JsonProperty("guidance_rescale") Double guidanceRescale,
            @JsonProperty("prompt_syntax") String promptSyntax,
            String emphasis,
            String noise,
            Long subseed,
            @JsonProperty("subseed_strength") Double subseedStrength,
            @JsonProperty("clip_skip") Long clipSkip,
            Double eta,
            @JsonProperty("timestep_spacing") String timestepSpacing,
            @JsonProperty("final_sigma") String finalSigma,
            @JsonProperty("rescale_betas_zero_snr") Boolean rescaleZeroSnr,
            Double strength,
            @JsonProperty("mask_blur") Long maskBlur,
            @JsonProperty("inpainting_fill") String inpaintingFill,
            @JsonProperty("only_masked") Boolean onlyMasked,
            @JsonProperty("masked_padding") Long maskedPadding,
            HiresRequestView hires) {

        private static RequestView of(GenerationRequest request) {
            SourceRequest source = request.source();
            return new RequestView(
                    request.model(),
                    request.prompt(),
                    request.negativePrompt(),
                    request.steps(),
                    request.guidance(),
                    request.width(),
                    request.height(),
                    request.seed(),
                    request.sampler(),
                    request.guidanceRescale(),
                    request.prompting().syntax(),
                    request.prompting().emphasis(),
                    request.noise().source(),
                    request.noise().subseed(),
                    request.noise().subseedStrength(),
                    request.prompting().clipSkip(),
                    request.sampling().eta(),
                    request.sampling().timestepSpacing(),
                    request.sampling().finalSigma(),
                    request.sampling().rescaleZeroSnr(),
                    source.strength(),
                    source.maskBlur(),
                    source.fill(),
                    source.onlyMasked(),
                    source.padding(),
                    request.hires() == null ? null : HiresRequestView.of(request.hires()));
        }
    }

    /** The second pass. */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record HiresRequestView(Double scale, String upscaler, Long steps, Double strength) {

        private static HiresRequestView of(HiresRequest hires) {
            return new HiresRequestView(hires.scale(), hires.upscaler(), hires.steps(), hires.strength());
        }
    }
}
