package dev.diffract.embedded.kserve;

import java.util.concurrent.CompletableFuture;

/** Says that nobody waits for an answer any more. Thread-safe; once cancelled, always cancelled. */
public final class Cancellation {

    private final CompletableFuture<Void> signal = new CompletableFuture<>();

    public void cancel() {
        signal.complete(null);
    }

    public boolean isCancelled() {
        return signal.isDone();
    }

    /** Runs the action when cancelled, or at once if that has happened. */
    public void whenCancelled(Runnable action) {
        signal.thenRun(action);
    }
}
