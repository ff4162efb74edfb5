package dev.diffract.frontend.testing;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What the frontend logs with a trace, from when this is made until it is closed. */
public final class LoggedFaults extends Handler implements AutoCloseable {

    private final Logger logger = Logger.getLogger("dev.diffract.frontend");
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final List<Throwable> faults = new CopyOnWriteArrayList<>();

    public LoggedFaults() {
        logger.addHandler(this);
    }

    /** In the order of their lines, each as the innermost cause. */
    public List<Throwable> causes() {
        return faults.stream().map(LoggedFaults::innermost).toList();
    }

    /** Of the lines on generations, what they say. */
    public List<String> lines() {
        return List.copyOf(lines);
    }

    @Override
    public void publish(LogRecord line) {
        if (line.getMessage().startsWith("generation ")) {
            lines.add(String.format(Locale.ROOT, line.getMessage(), line.getParameters()));
        }
        if (line.getThrown() != null) {
            faults.add(line.getThrown());
        }
    }

    @Override
    public void flush() {
        // Nothing waits.
    }

    @Override
    public void close() {
        logger.removeHandler(this);
    }

    private static Throwable innermost(Throwable failure) {
        return failure.getCause() == null ? failure : innermost(failure.getCause());
    }
}
