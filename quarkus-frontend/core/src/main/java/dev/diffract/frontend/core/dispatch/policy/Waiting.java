package dev.diffract.frontend.core.dispatch.policy;

import dev.diffract.frontend.core.inference.TritonInstance;
import java.util.Set;

/**
 * Work in the queue.
 *
 * @param number unique; work that came later has a higher one, and keeps it when it comes back after a failure
 * @param again whether it was given to an instance before, which did not do it, or there was none that could
 * @param tried instances where it failed: none of them gets it again while there is another
 * @param unfit engines on which it led to numbers that are none, as it would again: no instance of theirs gets it
 * @param alone whether it must not share a call, because one that it shared failed
 * @param at instances that have it and take too long: none of them gets it a second time
 */
public record Waiting(
        long number,
        Work work,
        boolean again,
        Set<TritonInstance> tried,
        Set<String> unfit,
        boolean alone,
        Set<TritonInstance> at) {

    public Waiting {
        tried = Set.copyOf(tried);
        unfit = Set.copyOf(unfit);
        at = Set.copyOf(at);
    }

    /** Whether something says who may do it but the model that it calls. */
    boolean hasConditions() {
        return !tried.isEmpty()
                || !unfit.isEmpty()
                || !at.isEmpty()
                || work.exact().isPresent();
    }

    /** Whether it must not share a call: one failed, or the work {@linkplain Work#exact fills} its own. */
    public boolean goesAlone() {
        return alone || work.exact().isPresent();
    }

    /** Whether the two may go as one call. */
    public boolean joins(Waiting other) {
        return !goesAlone()
                && !other.goesAlone()
                && work.checkpoint().equals(other.work.checkpoint())
                && work.shape().equals(other.work.shape());
    }
}
