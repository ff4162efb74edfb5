package dev.diffract.frontend.core.dispatch.policy;

/** What a call does for a picture. */
public enum Stage {
    /** Prompts to text states. */
    TEXT,
    /** A picture to latents. */
    ENCODE,
    /** A step of denoising: most of a picture's time. */
    STEP,
    /** Latents to a picture. */
    DECODE
}
