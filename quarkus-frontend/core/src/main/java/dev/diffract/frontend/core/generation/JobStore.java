package dev.diffract.frontend.core.generation;

import java.util.Optional;

/**
 * Where jobs are from the moment they are accepted until they end: those that wait, and those that somebody draws. Who wants
 * to draw one claims it; everything that is told of a job's progress goes through the {@link Claim}, so that a store that
 * several programs share can take a claim away from one that is dead and ignore what it says afterwards. A job leaves the
 * store when it ends. Thread-safe.
 *
 * <p>How long jobs last is the store's affair: as long as the program, or longer. A store that writes them down writes a plan
 * and all else of a job by {@link Job#bytes} and pictures by {@link dev.diffract.frontend.core.picture.PictureSnapshot#bytes}.
 */
public interface JobStore {

    /**
     * Keeps a job. Once this has returned, the job lasts as long as the store's jobs do; before, nobody should be told that it
     * was accepted.
     *
     * @throws IllegalStateException if a job of this id is kept already
     */
    void accept(Job job);

    /**
     * Takes a certain job on.
     *
     * @return nothing if it has ended, was never accepted, or somebody has claimed it
     */
    Optional<Claim> claim(String id);

    /** Takes the job on that was accepted before all others that nobody has claimed. */
    Optional<Claim> claimNext();

    /**
     * Ends a job that nobody has claimed.
     *
     * @return whether there was such a job
     */
    boolean withdraw(String id);
}
