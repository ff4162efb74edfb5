package dev.diffract.frontend.http;

import dev.diffract.frontend.intake.Pace;
import dev.diffract.frontend.intake.SlowSenders;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Begins to look whether bodies keep pace, and counts those that do not. */
@Singleton
final class PaceWatches {

    private final Vertx vertx;
    private final Pace pace;
    private final SlowSenders slow;

    @Inject
    PaceWatches(Vertx vertx, Pace pace, SlowSenders slow) {
        this.vertx = vertx;
        this.pace = pace;
        this.slow = slow;
    }

    /** @param tooSlow runs once, if the body does not keep pace until the watch is stopped */
    PaceWatch begin(Runnable tooSlow) {
        return new PaceWatch(vertx, pace, () -> {
            slow.body();
            tooSlow.run();
        });
    }
}
