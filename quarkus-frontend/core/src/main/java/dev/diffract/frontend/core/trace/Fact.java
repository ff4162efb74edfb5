package dev.diffract.frontend.core.trace;

/** What is told of a span beside its time. There is none for a text that somebody wrote. */
public enum Fact {
    /** Id of the generation. */
    GENERATION,
    /** Name of the model: that which is drawn with, or of a call, that which a slice serves. */
    MODEL,
    /** Class of the generation: {@code interactive} or {@code batch}. */
    CLASS,
    /** How many pictures are drawn. */
    PICTURES,
    /** Which of them, from 1. */
    PICTURE,
    /** What the called model does in the pipeline. */
    ROLE,
    /** Which step, from 1. */
    STEP,
    /** How many there are in all. */
    STEPS,
    /** Name of the slice that was called. */
    SLICE,
    /** Which attempt at the call, from 1. */
    ATTEMPT,
    /**
     * Why it is made: {@code first}, {@code failover} after one that failed or whose slice was gone, or {@code hedge} beside one that takes too
     * long.
     */
    CAUSE,
    /** Rows of the batch that was sent, those of other work in the same call among them. */
    BATCH
}
