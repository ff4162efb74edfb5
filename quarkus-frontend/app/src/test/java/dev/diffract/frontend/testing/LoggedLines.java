package dev.diffract.frontend.testing;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** The lines that the frontend logs, from when this is made until it is closed. */
public final class LoggedLines extends Handler implements AutoCloseable {

    private final Logger logger = Logger.getLogger("dev.diffract.frontend");
    private final List<String> lines = new CopyOnWriteArrayList<>();

    public LoggedLines() {
        logger.addHandler(this);
    }

    /** In their order, without their traces. */
    public List<String> lines() {
        return List.copyOf(lines);
    }

    @Override
    public void publish(LogRecord line) {
        Object[] values = line.getParameters();
        lines.add(values == null ? line.getMessage() : String.format(Locale.ROOT, line.getMessage(), values));
    }

    @Override
    public void flush() {
        // Nothing waits.
    }

    @Override
    public void close() {
        logger.removeHandler(this);
    }
}
