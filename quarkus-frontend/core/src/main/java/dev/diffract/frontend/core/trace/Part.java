package dev.diffract.frontend.core.trace;

/** What is done in a span. */
public enum Part {
    /** A generation, from when it is accepted to its end. */
    GENERATION,
    /** Of a generation: one of its pictures waits for its turn, or waited until the generation ended. */
    TURN,
    /** One of a generation's pictures. */
    PICTURE,
    /** Of a picture: prompts to text states. */
    TEXT,
    /** Of a picture: the one to start from to latents. */
    ENCODE,
    /** Of a picture: a step of denoising, or one of its two rows where they go one by one. */
    STEP,
    /** Of a picture: latents to pixels. */
    DECODE,
    /** Of any of these four: its call waits for a slice. */
    QUEUE,
    /** Of any of these four: its call on one slice. */
    ATTEMPT
}
