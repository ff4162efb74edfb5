package dev.diffract.frontend.dialect.nativ.request;

import dev.diffract.frontend.core.imaging.Effort;
import dev.diffract.frontend.intake.Visit;

/**
 * Effort on the pictures of a request that is being read: in its memory, and only as long as its caller is there.
 *
 * @param visit being read
 */
record VisitEffort(Visit visit) implements Effort {

    @Override
    public void spend(long steps) {
        visit.goOn();
    }

    @Override
    public void take(long bytes) {
        visit.take(bytes);
    }
}
