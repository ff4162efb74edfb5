package dev.diffract.frontend.core.generation;

import dev.diffract.frontend.core.picture.PictureSnapshot;
import java.util.Optional;

/** A generation's job in the store, from accepted over begun to ended, whatever happens at the same time. Thread-safe. */
final class KeptJob {

    private final JobStore store;
    private final Job job;
    private Optional<Claim> claim = Optional.empty();
    private boolean accepted;
    private boolean ended;

    KeptJob(JobStore store, Job job) {
        this.store = store;
        this.job = job;
    }

    Job job() {
        return job;
    }

    synchronized void accept() {
        if (!ended) {
            store.accept(job);
            accepted = true;
        }
    }

    /**
     * @return whether there is anything to begin
     */
    synchronized boolean begin() {
        if (ended) {
            return false;
        }
        claim = store.claim(job.id());
        if (claim.isEmpty()) {
            throw new IllegalStateException("somebody else draws the job " + job.id());
        }
        return true;
    }

    void checkpoint(PictureSnapshot picture) {
        claim().ifPresent(mine -> mine.checkpoint(picture));
    }

    synchronized void end() {
        if (accepted && !ended) {
            claim.ifPresentOrElse(Claim::complete, () -> store.withdraw(job.id()));
        }
        ended = true;
    }

    private synchronized Optional<Claim> claim() {
        return claim;
    }
}
