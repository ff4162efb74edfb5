package dev.diffract.frontend.core.time;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;

/** Runs tasks through another executor in their order, so many at a time: for what takes memory while it runs. Thread-safe. */
public final class Lanes implements Executor {

    private final Executor executor;
    private final int count;
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private int taken;

    /**
     * @param count tasks at a time, 1 and up
     * @throws IllegalArgumentException if it is less
     */
    public Lanes(Executor executor, int count) {
        if (count < 1) {
            throw new IllegalArgumentException("no lanes: " + count);
        }
        this.executor = executor;
        this.count = count;
    }

    @Override
    public void execute(Runnable task) {
        synchronized (this) {
            waiting.add(task);
        }
        next();
    }

    private void next() {
        Runnable task;
        synchronized (this) {
            if (taken == count || waiting.isEmpty()) {
                return;
            }
            task = waiting.remove();
            taken++;
        }
        try {
            executor.execute(() -> run(task));
        } catch (RuntimeException refused) {
            leave();
            throw refused;
        }
    }

    private void run(Runnable task) {
        try {
            task.run();
        } finally {
            leave();
            next();
        }
    }

    private synchronized void leave() {
        taken--;
    }
}
