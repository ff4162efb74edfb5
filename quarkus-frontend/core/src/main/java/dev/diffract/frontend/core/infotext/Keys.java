package dev.diffract.frontend.core.infotext;

import dev.diffract.frontend.core.request.Field;
import java.util.List;

/** Under which keys infotexts say what requests have fields for. */
final class Keys {

    /** Ours alone: that a picture is the same to the bit each time, and what drew it. */
    static final String REPRODUCIBLE = "Reproducible";

    /** Ours alone: how the picture that it began with was made to fit. */
    static final String RESIZE_MODE = "Resize mode";

    /** Ours alone: how many lines the prompt has, where one of them begins as a negative prompt does. */
    static final String PROMPT_LINES = "Prompt lines";

    /** No key: what is above the parameters, and is left over under this name. */
    static final String PROMPT = "Prompt";

    /** The same. */
    static final String NEGATIVE_PROMPT = "Negative prompt";

    private Keys() {}

    /** All keys that a field may come from; none if there is no such. */
    static List<String> of(Field field) {
        return switch (field) {
            case MODEL -> List.of("Model");
            case PROMPT -> List.of(PROMPT);
            case NEGATIVE_PROMPT -> List.of(NEGATIVE_PROMPT);
            case PROMPT_SYNTAX -> List.of("Prompt syntax");
            case EMPHASIS -> List.of("Emphasis");
            case CLIP_SKIP -> List.of("Clip skip");
            case PAD_CONDS -> List.of("Pad conds");
            case SAMPLER, SCHEDULE_TYPE -> List.of("Sampler");
            case STEPS -> List.of("Steps");
            case GUIDANCE -> List.of("CFG scale");
            case GUIDANCE_RESCALE -> List.of("CFG Rescale");
            case ETA -> List.of("Eta", "Eta DDIM");
            case TIMESTEP_SPACING -> List.of("Timestep spacing");
            case FINAL_SIGMA -> List.of("Final sigma");
            case RESCALE_ZERO_SNR -> List.of("Noise Schedule");
            case STEP_NOISE -> List.of("Step noise");
            case SOLVER_ORDER -> List.of("UniPC order");
            case SOLVER_TYPE -> List.of("UniPC variant");
            case NOISE -> List.of("RNG");
            case SEED -> List.of("Seed");
            case SUBSEED -> List.of("Variation seed");
            case SUBSEED_STRENGTH -> List.of("Variation seed strength");
            case STRENGTH, HIRES_STRENGTH -> List.of("Denoising strength");
            case INVERT_MASK -> List.of("Mask mode");
            case MASK_BLUR -> List.of("Mask blur");
            case MASKED_CONTENT -> List.of("Masked content");
            case ONLY_MASKED -> List.of("Inpaint area");
            case MASKED_PADDING -> List.of("Masked area padding");
            case HIRES, HIRES_SCALE -> List.of("Hires upscale", "Hires resize");
            case HIRES_UPSCALER -> List.of("Hires upscaler");
            case HIRES_STEPS -> List.of("Hires steps");
            case REPRODUCIBLE -> List.of(REPRODUCIBLE);
            case WIDTH, HEIGHT -> List.of("Size");
            case RESIZE_MODE -> List.of(RESIZE_MODE);
            case IMAGE, MASK, COUNT, PREVIEWS, PRIORITY, DEADLINE, FORMAT, QUALITY -> List.of();
        };
    }
}
