package dev.diffract.frontend.http;

import io.vertx.core.Context;
import io.vertx.core.Vertx;

/**
 * The thread of a request's connection, to which what is known of the request belongs. Its context alone does not tell that thread: a
 * worker that answers the request has the same one.
 */
final class EventLoop {

    private final Context context;

    private EventLoop(Context context) {
        this.context = context;
    }

    /** To be called in it. */
    static EventLoop current(Vertx vertx) {
        return new EventLoop(vertx.getOrCreateContext());
    }

    /** Runs something in it: at once in it, soon from anywhere else. */
    void run(Runnable task) {
        if (Vertx.currentContext() == context && Context.isOnEventLoopThread()) {
            task.run();
        } else {
            context.runOnContext(turn -> task.run());
        }
    }
}
