package dev.diffract.frontend.http;

import dev.diffract.frontend.intake.Pace;
import io.vertx.core.Vertx;
import java.time.Duration;

/** Looks whether somebody who sends keeps pace, whenever it may have lost it. Belongs to the event loop of the connection. */
final class PaceWatch {

    private final Vertx vertx;
    private final Pace pace;
    private final Runnable tooSlow;
    private final long begun = System.nanoTime();
    private long last = begun;
    private long received;
    private long timer;

    /**
     * @param tooSlow runs once, if it does not keep pace until {@link #stop}
     */
    PaceWatch(Vertx vertx, Pace pace, Runnable tooSlow) {
        this.vertx = vertx;
        this.pace = pace;
        this.tooSlow = tooSlow;
        look();
    }

    void received(int bytes) {
        received += bytes;
        last = System.nanoTime();
    }

    void stop() {
        vertx.cancelTimer(timer);
    }

    private void look() {
        long now = System.nanoTime();
        Duration left = pace.left(Duration.ofNanos(now - begun), Duration.ofNanos(now - last), received);
        if (left.isNegative() || left.isZero()) {
            tooSlow.run();
        } else {
            timer = vertx.setTimer(left.toMillis() + 1, due -> look());
        }
    }
}
