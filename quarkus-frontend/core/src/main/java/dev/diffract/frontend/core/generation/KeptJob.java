package dev.diffract.frontend.core.generation;

import dev.diffract.frontend.core.picture.PictureSnapshot;
import dev.diffract.frontend.core.plan.GenerationPlan;
import java.util.Map;
import java.util.Optional;

/** A generation's job in the store, from accepted over begun to ended, whatever happens at the same time. Thread-safe. */
final class KeptJob {

    private final JobStore store;
    private final Job job;
    private Optional<Claim> claim = Optional.empty();
    private boolean accepted;
    private boolean ended;

    /** A job that the store is yet to keep. */
    KeptJob(JobStore store, Job job) {
        this.store = store;
        this.job = job;
    }

    /** A job that the store has kept and given to this program. */
    KeptJob(JobStore store, Claim claim) {
        this(store, claim.job());
        this.claim = Optional.of(claim);
        this.accepted = true;
    }

    Job job() {
        return job;
    }

    /** Whether it was accepted: it must not be refused any more. */
    synchronized boolean isAccepted() {
        return accepted;
    }

    synchronized void accept() {
        if (!ended && !accepted) {
            store.accept(job);
            accepted = true;
        }
    }

    /**
     * Claims the job, if it is not this program's already.
     *
     * @return how far its pictures are, by index; empty if the job has ended
     */
    synchronized Optional<Map<Integer, PictureSnapshot>> begin() {
        if (ended) {
            return Optional.empty();
        }
        Claim mine = claim.or(() -> store.claim(job.id()))
                .orElseThrow(() -> new IllegalStateException("somebody else draws the job " + job.id()));
        claim = Optional.of(mine);
        return Optional.of(mine.pictures());
    }

    void checkpoint(PictureSnapshot picture) {
        claim().ifPresent(mine -> mine.checkpoint(picture));
    }

    /** From now on it is drawn by this plan, from the beginning. */
    void begin(GenerationPlan plan) {
        claim().ifPresent(mine -> mine.begin(plan));
    }

    synchronized void end() {
        if (accepted && !ended) {
            claim.ifPresentOrElse(Claim::complete, () -> store.withdraw(job.id()));
        }
        ended = true;
    }

    /** Gives a job back that was not begun: it is no affair of this program any more. */
    synchronized void giveBack() {
        claim.ifPresent(Claim::release);
        ended = true;
    }

    private synchronized Optional<Claim> claim() {
        return claim;
    }
}
