package dev.diffract.frontend.core.time;

/** Runs what must stop nothing that comes after it, whatever it throws. */
public final class Unheard {

    private Unheard() {}

    /** Runs it; what it throws goes to the thread's handler of uncaught exceptions, and nowhere else. */
    public static void run(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException | Error fault) {
            Thread thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, fault);
        }
    }
}
