package dev.diffract.frontend.core;

import java.lang.Thread.UncaughtExceptionHandler;
import java.util.ArrayList;
import java.util.List;

/** What the test's own thread reports as uncaught, until it is closed. */
public final class Uncaught implements AutoCloseable {

    private final Thread thread = Thread.currentThread();
    private final UncaughtExceptionHandler before = thread.getUncaughtExceptionHandler();
    private final List<Throwable> faults = new ArrayList<>();

    public Uncaught() {
        thread.setUncaughtExceptionHandler((ignored, fault) -> faults.add(fault));
    }

    /** In order. */
    public List<Throwable> faults() {
        return faults;
    }

    @Override
    public void close() {
        thread.setUncaughtExceptionHandler(before);
    }
}
