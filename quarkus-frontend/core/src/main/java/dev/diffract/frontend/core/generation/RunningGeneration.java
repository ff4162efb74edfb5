package dev.diffract.frontend.core.generation;

import java.util.concurrent.CompletionStage;

/** A generation that was accepted. Thread-safe. */
public interface RunningGeneration {

    String id();

    /**
     * Completed with the result, or exceptionally with a
     * {@link dev.diffract.frontend.core.generation.GenerationException}; never wrapped, when observed on this very stage.
     */
    CompletionStage<GenerationResult> result();

    /** Ends it: at once while it waits, otherwise before its next step. Does nothing once it has ended. */
    void cancel();
}
