package dev.diffract.frontend.core.request;

/**
 * What one request may ask for; sizes are limited by the model's manifest.
 *
 * @param maxPromptLength characters (code points) of a prompt
 * @param maxSteps denoising steps
 * @param maxGuidance guidance scale
 * @param maxCount pictures
 * @param maxSeconds that one may take, waiting included
 */
public record GenerationLimits(int maxPromptLength, int maxSteps, double maxGuidance, int maxCount, long maxSeconds) {

    /** Characters (code points) of a prompt. */
    public static final int PROMPT_LENGTH = 10_000;

    /** Denoising steps of a pass, and from one preview to the next. */
    public static final int STEPS = 150;

    /** Guidance scale. */
    public static final int GUIDANCE = 30;

    /** Pictures, where nothing else is configured. */
    public static final int COUNT = 16;

    /** Seconds, where nothing else is configured. */
    public static final long SECONDS = 300;

    /** Pixels by which a mask may be blurred. */
    public static final int MASK_BLUR = 64;

    /** Pixels around a mask. */
    public static final int MASKED_PADDING = 1024;

    /** How much larger a second pass may be. */
    public static final int HIRES_SCALE = 8;

    /** Those above. */
    public static final GenerationLimits DEFAULT = new GenerationLimits(PROMPT_LENGTH, STEPS, GUIDANCE, COUNT, SECONDS);

    /** The same with another number of pictures. */
    public GenerationLimits withMaxCount(int pictures) {
        return new GenerationLimits(maxPromptLength, maxSteps, maxGuidance, pictures, maxSeconds);
    }

    /** The same with another number of seconds. */
    public GenerationLimits withMaxSeconds(long seconds) {
        return new GenerationLimits(maxPromptLength, maxSteps, maxGuidance, maxCount, seconds);
    }
}
