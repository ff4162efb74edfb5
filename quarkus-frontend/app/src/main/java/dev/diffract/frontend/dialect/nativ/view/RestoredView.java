package dev.diffract.frontend.dialect.nativ.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.diffract.frontend.core.infotext.Missing;
import dev.diffract.frontend.core.infotext.RestoredRequest;
import dev.diffract.frontend.core.request.Field;
import dev.diffract.frontend.core.request.GenerationRequest;
import dev.diffract.frontend.core.request.HiresRequest;
import dev.diffract.frontend.core.request.MaskRequest;
import dev.diffract.frontend.core.request.NoiseRequest;
import dev.diffract.frontend.core.request.PromptRequest;
import dev.diffract.frontend.core.request.SamplingRequest;
import dev.diffract.frontend.dialect.nativ.field.FieldError;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What a picture's parameters say. */
@RegisterForReflection
@Schema(name = "PngInfo", description = "What a picture's parameters say")
public record RestoredView(
        @Schema(description = "The parameters as they stand in the file")
        String infotext,

        @Schema(
                description = "The body of a request that draws the picture again, as it is; of image-to-image the"
                        + " picture to start from, and of inpainting the mask, are to be added. Absent if nothing of"
                        + " the text could be read: JSON of another program, for example",
                implementation = GenerationBody.class)
        @JsonInclude(JsonInclude.Include.NON_NULL)
        RequestView request,

        @Schema(
                description = "What of the text is not in the request: parameters that no field stands for, and values"
                        + " that could not be asked for here. `Prompt` and `Negative prompt` are prompts that cannot be"
                        + " drawn, and `Not read` is what is no parameter")
        Map<String, String> others,

        @JsonProperty("not_restorable")
        @Schema(
                description =
                        "Parameters that the program which wrote them draws otherwise, so that the picture comes back"
                                + " alike and not the same",
                examples = "[\"Denoising strength: 0.5\"]")
        List<String> notRestorable,

        @Schema(
                description =
                        "What the picture was drawn with and could not be read, as the fields of the request that are to be"
                                + " added: the picture that it was drawn from (/image) and what of it was repainted (/mask),"
                                + " which no parameters hold, and prompts that no request takes (/prompt, /negative_prompt)."
                                + " Without them the request draws another picture")
        List<FieldError> missing) {

    public static RestoredView of(String infotext, RestoredRequest restored) {
        GenerationRequest request = restored.request();
        return new RestoredView(
                infotext,
                request == null ? null : RequestView.of(request),
                restored.others(),
                restored.notRestorable(),
                restored.missing().stream().map(RestoredView::fault).toList());
    }

    private static FieldError fault(Missing missing) {
        return switch (missing) {
            case PROMPT ->
                FieldError.at(
                        Field.PROMPT,
                        "is among the parameters as no request takes it: write what was meant, or another picture is drawn");
            case NEGATIVE_PROMPT ->
                FieldError.at(
                        Field.NEGATIVE_PROMPT,
                        "is among the parameters as no request takes it: write what was meant, or another picture is drawn");
            case IMAGE ->
                FieldError.at(
                        Field.IMAGE,
                        "is not among the parameters: add the picture that this one was drawn from, or another one is drawn");
            case MASK ->
                FieldError.at(
                        Field.MASK,
                        "is not among the parameters: add the mask of what was repainted, or all of it is drawn anew");
        };
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
            @JsonProperty("pad_conds") Boolean padConds,
            String reproducible,
            Double eta,
            @JsonProperty("timestep_spacing") String timestepSpacing,
            @JsonProperty("final_sigma") String finalSigma,
            @JsonProperty("rescale_betas_zero_snr") Boolean rescaleZeroSnr,
            @JsonProperty("step_noise") String stepNoise,
            @JsonProperty("solver_order") Long solverOrder,
            @JsonProperty("solver_type") String solverType,
            Double strength,
            @JsonProperty("resize_mode") String resizeMode,
            @JsonProperty("invert_mask") Boolean invertMask,
            @JsonProperty("mask_blur") Long maskBlur,
            @JsonProperty("inpainting_fill") String inpaintingFill,
            @JsonProperty("only_masked") Boolean onlyMasked,
            @JsonProperty("masked_padding") Long maskedPadding,
            HiresRequestView hires) {

        private static RequestView of(GenerationRequest request) {
            PromptRequest prompt = request.prompt();
            SamplingRequest sampling = request.sampling();
            NoiseRequest noise = request.noise();
            MaskRequest mask = request.source().mask();
            return new RequestView(
                    request.model(),
                    prompt.text(),
                    // Said, since one that is left out is the model's.
                    Objects.requireNonNullElse(prompt.negative(), ""),
                    sampling.steps(),
                    sampling.guidance(),
                    request.output().width(),
                    request.output().height(),
                    noise.seed(),
                    sampling.sampler(),
                    sampling.guidanceRescale(),
                    prompt.syntax(),
                    prompt.emphasis(),
                    noise.source(),
                    noise.subseed(),
                    noise.subseedStrength(),
                    prompt.clipSkip(),
                    prompt.padConds(),
                    request.output().reproducible(),
                    sampling.options().eta(),
                    sampling.options().timestepSpacing(),
                    sampling.options().finalSigma(),
                    sampling.options().rescaleZeroSnr(),
                    sampling.options().stepNoise(),
                    sampling.options().solver().order(),
                    sampling.options().solver().type(),
                    request.source().strength(),
                    request.source().resizeMode(),
                    mask.invert(),
                    mask.blur(),
                    mask.content(),
                    mask.onlyMasked(),
                    mask.padding(),
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
