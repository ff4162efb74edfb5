package dev.diffract.frontend.dialect.nativ.field;

import dev.diffract.frontend.core.request.Field;
import java.util.Optional;

/** What the fields are called in bodies, and where in a body they stand. */
public final class Names {

    private Names() {}

    /** Inside its object. */
    public static String of(Field field) {
        return switch (field) {
            case MODEL -> "model";
            case PROMPT -> "prompt";
            case NEGATIVE_PROMPT -> "negative_prompt";
            case PROMPT_SYNTAX -> "prompt_syntax";
            case EMPHASIS -> "emphasis";
            case CLIP_SKIP -> "clip_skip";
            case PAD_CONDS -> "pad_conds";
            case SAMPLER -> "sampler";
            case STEPS, HIRES_STEPS -> "steps";
            case GUIDANCE -> "guidance";
            case GUIDANCE_RESCALE -> "guidance_rescale";
            case SCHEDULE_TYPE -> "schedule_type";
            case ETA -> "eta";
            case TIMESTEP_SPACING -> "timestep_spacing";
            case FINAL_SIGMA -> "final_sigma";
            case RESCALE_ZERO_SNR -> "rescale_betas_zero_snr";
            case STEP_NOISE -> "step_noise";
            case SOLVER_ORDER -> "solver_order";
            case SOLVER_TYPE -> "solver_type";
            case NOISE -> "noise";
            case SEED -> "seed";
            case SUBSEED -> "subseed";
            case SUBSEED_STRENGTH -> "subseed_strength";
            case IMAGE -> "image";
            case STRENGTH, HIRES_STRENGTH -> "strength";
            case RESIZE_MODE -> "resize_mode";
            case MASK -> "mask";
            case INVERT_MASK -> "invert_mask";
            case MASK_BLUR -> "mask_blur";
            case MASKED_CONTENT -> "inpainting_fill";
            case ONLY_MASKED -> "only_masked";
            case MASKED_PADDING -> "masked_padding";
            case HIRES -> "hires";
            case HIRES_SCALE -> "scale";
            case HIRES_UPSCALER -> "upscaler";
            case WIDTH -> "width";
            case HEIGHT -> "height";
            case COUNT -> "count";
            case PREVIEWS -> "previews";
            case REPRODUCIBLE -> "reproducible";
            case PRIORITY -> "priority";
            case DEADLINE -> "deadline";
            case FORMAT -> "format";
            case QUALITY -> "quality";
        };
    }

    /** What diffusers calls it, where that is another name for the very same. */
    public static Optional<String> alias(Field field) {
        return switch (field) {
            case STEPS -> Optional.of("num_inference_steps");
            case GUIDANCE -> Optional.of("guidance_scale");
            default -> Optional.empty();
        };
    }

    /** JSON pointer (RFC 6901) from the whole body. */
    public static String pointer(Field field) {
        String pointer = Pointers.to(of(field));
        return switch (field) {
            case HIRES_SCALE, HIRES_UPSCALER, HIRES_STEPS, HIRES_STRENGTH -> pointer(Field.HIRES) + pointer;
            default -> pointer;
        };
    }
}
