package dev.diffract.frontend.tracing;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Filter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * A collector that is away is told in one sentence, once a minute at most. The libraries below tell it in their own words, some with a
 * trace, for one export after the other; between two sentences these are told at DEBUG, without.
 */
public final class ExportFilter implements Filter {

    /** What does the export; nobody else logs there. */
    private static final List<String> EXPORT = List.of(
            "io.quarkus.opentelemetry.runtime.exporter.otlp.sender.",
            "io.opentelemetry.exporter.internal.",
            "io.opentelemetry.sdk.trace.export.");

    private static final String LOST =
            "Traces do not reach their collector (diffract.traces.endpoint): those of now are lost."
                    + " Pictures are drawn as before.";

    private static final Duration PAUSE = Duration.ofMinutes(1);

    private final AtomicReference<Instant> told = new AtomicReference<>();

    @Override
    public boolean isLoggable(LogRecord line) {
        String name = line.getLoggerName();
        if (name == null
                || line.getLevel().intValue() < Level.WARNING.intValue()
                || EXPORT.stream().noneMatch(name::startsWith)) {
            return true;
        }
        line.setThrown(null);
        if (isDue(line.getInstant())) {
            line.setLevel(Level.WARNING);
            line.setLoggerName(Traces.class.getName());
            line.setMessage(LOST);
            line.setParameters(null);
            return true;
        }
        line.setLevel(Level.FINE);
        return Logger.getLogger(name).isLoggable(Level.FINE);
    }

    private boolean isDue(Instant now) {
        Instant last = told.get();
        return (last == null || Duration.between(last, now).abs().compareTo(PAUSE) >= 0)
                && told.compareAndSet(last, now);
    }
}
