package dev.diffract.frontend.core.generation;

import dev.diffract.frontend.core.plan.GenerationPlan;
import java.util.concurrent.CompletionStage;

/** A generation that was accepted. Thread-safe. */
public interface RunningGeneration {

    String id();

    /** What is drawn. */
    GenerationPlan plan();

    /**
     * Completed with the result, or exceptionally with a
     * {@link dev.diffract.frontend.core.generation.GenerationException}; never wrapped, when observed on this very stage.
     */
    CompletionStage<GenerationResult> result();

    /**
     * Tells one more listener how the generation stands, before this returns, and from then on everything that happens to it.
     * What it throws then ends nothing; it is told nothing more.
     */
    Following follow(ProgressListener listener);

    /** Ends it at once, and takes back the calls that are under way. Does nothing once it has ended. */
    void cancel();

    /** Ends it at once because this program ends: as {@link #cancel()}, but whoever waits is told so. */
    void stop();
}
