package dev.diffract.frontend.core.request;

/**
 * What one request may ask for; sizes are limited by the model's manifest.
 *
 * @param maxPromptLength characters (code points) of a prompt
 * @param maxSteps denoising steps
 * @param maxGuidance guidance scale
 * @param maxCount pictures
 */
public record GenerationLimits(int maxPromptLength, int maxSteps, double maxGuidance, int maxCount) {

    /** 10 000 characters, 150 steps, guidance 30, 16 pictures. */
    public static final GenerationLimits DEFAULT = new GenerationLimits(10_000, 150, 30, 16);
}
