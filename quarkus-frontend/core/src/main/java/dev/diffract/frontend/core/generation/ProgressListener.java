package dev.diffract.frontend.core.generation;

import dev.diffract.frontend.core.picture.Preview;
import dev.diffract.frontend.core.plan.GenerationPlan;
import java.time.Instant;
import java.util.Optional;

/**
 * Is told how a generation goes on, one event at a time and in order. Must return quickly; what it throws ends the
 * generation that was started with it.
 */
public interface ProgressListener {

    /** Hears nothing. */
    ProgressListener NONE = new ProgressListener() {};

    /**
     * The generation waits.
     *
     * @param position 1 is next; told again whenever it changes
     * @param doneBy when it will have ended, most likely; the same each time, and empty where the slices' pace is not known yet
     */
    default void queued(int position, Optional<Instant> doneBy) {}

    /**
     * A picture's turn has come: told once of each, before anything else of it, and of the first before the generation is told to have started.
     *
     * @param index the picture, from 0
     */
    default void begun(int index) {}

    /**
     * It is being drawn.
     *
     * @param doneBy as it was told when it came
     */
    default void started(GenerationPlan plan, Optional<Instant> doneBy) {}

    default void step(StepProgress progress) {}

    /** What a picture will be, as far as can be told after the step told last; only if the plan asks for previews. */
    default void preview(Preview preview) {}

    default void image(GeneratedImage image) {}

    /**
     * A denoising step of a picture is done.
     *
     * @param index the picture, from 0
     * @param step model calls done, from 1
     * @param steps model calls in all; PLMS makes one more than the request's steps
     * @param instance name of the instance that did it
     */
    record StepProgress(int index, int step, int steps, String instance) {
        /** Above 0, up to 1. */
        public double fraction() {
            return (double) step / steps;
        }
    }
}
