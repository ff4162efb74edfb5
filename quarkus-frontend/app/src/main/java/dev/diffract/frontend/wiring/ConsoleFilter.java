package dev.diffract.frontend.wiring;

import dev.diffract.frontend.config.Keys;
import dev.diffract.frontend.http.LogFilter;
import dev.diffract.frontend.tracing.ExportFilter;
import io.quarkus.logging.LoggingFilter;
import java.util.logging.Filter;
import java.util.logging.LogRecord;

/**
 * What is not told on the console, or otherwise: what clients cause, each export of traces that failed, threads that are busy for long,
 * and in the library's words what {@link Startup} refuses in its own.
 */
@LoggingFilter(name = "console")
public final class ConsoleFilter implements Filter {

    private static final String CONFIGURATION = "io.quarkus.config";
    private static final String UNRECOGNIZED = "Unrecognized configuration key";

    private final LogFilter clients = new LogFilter();
    private final ExportFilter exports = new ExportFilter();
    private final BlockedThreads threads = new BlockedThreads();

    @Override
    public boolean isLoggable(LogRecord line) {
        return clients.isLoggable(line) && exports.isLoggable(line) && threads.isLoggable(line) && !isToldBetter(line);
    }

    private static boolean isToldBetter(LogRecord line) {
        Object[] values = line.getParameters();
        return CONFIGURATION.equals(line.getLoggerName())
                && line.getMessage() != null
                && line.getMessage().startsWith(UNRECOGNIZED)
                && values != null
                && values.length == 1
                && values[0] instanceof String key
                && Keys.isRefused(key);
    }
}
