package dev.diffract.frontend.core.generation;

import dev.diffract.frontend.core.picture.PictureSnapshot;
import dev.diffract.frontend.core.plan.GenerationPlan;
import java.util.Map;

/**
 * The right to draw a job, and the duty to say how it goes. Lost when the job has ended, was given back, or was given to
 * somebody else; what is said then changes nothing. Thread-safe. Once claimed, drawing does not stop because something
 * cannot be written down: except for {@link #pictures} no method throws.
 */
public interface Claim {

    Job job();

    /** How far the pictures are that something was done for, by index: where to go on. */
    Map<Integer, PictureSnapshot> pictures();

    /**
     * Says how far a picture is. Called after every step and returns at once. The store decides which of these it writes down,
     * and when; it need not be the last one, but never an earlier one after a later one.
     */
    void checkpoint(PictureSnapshot picture);

    /** From now on the job is drawn by this plan, and from the beginning: what was said of its pictures before counts no more. */
    void begin(GenerationPlan plan);

    /** The job has ended, with all pictures or for good without: nobody is to take it on any more. */
    void complete();

    /** Gives the job back: somebody else goes on with all that was said of it. */
    void release();
}
