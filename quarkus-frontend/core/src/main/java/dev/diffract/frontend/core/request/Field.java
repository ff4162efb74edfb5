package dev.diffract.frontend.core.request;

/** What can be said in a request: identities, which every dialect calls by names of its own. */
public enum Field {
    MODEL,
    PROMPT,
    NEGATIVE_PROMPT,
    PROMPT_SYNTAX,
    EMPHASIS,
    CLIP_SKIP,
    /** Whether prompts of different lengths are padded. */
    PAD_CONDS,
    SAMPLER,
    STEPS,
    GUIDANCE,
    GUIDANCE_RESCALE,
    SCHEDULE_TYPE,
    ETA,
    TIMESTEP_SPACING,
    FINAL_SIGMA,
    RESCALE_ZERO_SNR,
    STEP_NOISE,
    SOLVER_ORDER,
    SOLVER_TYPE,
    NOISE,
    SEED,
    SUBSEED,
    SUBSEED_STRENGTH,
    IMAGE,
    STRENGTH,
    RESIZE_MODE,
    MASK,
    INVERT_MASK,
    MASK_BLUR,
    MASKED_CONTENT,
    ONLY_MASKED,
    MASKED_PADDING,
    /** The second pass as a whole. */
    HIRES,
    HIRES_SCALE,
    HIRES_UPSCALER,
    HIRES_STEPS,
    HIRES_STRENGTH,
    WIDTH,
    HEIGHT,
    COUNT,
    /** Whether pictures are the same to the bit each time. */
    REPRODUCIBLE,
    /** Steps from one preview to the next. */
    PREVIEWS,
    /** How soon the pictures are wanted, by class. */
    PRIORITY,
    /** Seconds within which they are wanted. */
    DEADLINE,
    /** Of the files that pictures come in. */
    FORMAT,
    /** How much of a picture is in its file, of formats that leave something out. */
    QUALITY
}
