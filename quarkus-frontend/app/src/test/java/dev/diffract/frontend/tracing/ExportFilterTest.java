package dev.diffract.frontend.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExportFilterTest {

    private static final String SENDER = "io.quarkus.opentelemetry.runtime.exporter.otlp.sender.VertxGrpcSender";
    private static final String FAILED =
            "Failed to export spans. The request could not be executed. Full error message: Connection refused: /127.0.0.1:1";
    private static final Instant START = Instant.parse("2026-11-01T12:00:00Z");

    private final ExportFilter filter = new ExportFilter();

    @ParameterizedTest
    @ValueSource(
            strings = {
                SENDER,
                "io.quarkus.opentelemetry.runtime.exporter.otlp.sender.VertxHttpSender",
                "io.opentelemetry.exporter.internal.http.HttpExporter",
                "io.opentelemetry.sdk.trace.export.BatchSpanProcessor"
            })
    void aCollectorThatIsAwayIsToldInOneSentence(String logger) {
        LogRecord line = line(logger, Level.SEVERE, 0);

        assertThat(filter.isLoggable(line)).isTrue();
        assertThat(line.getMessage()).contains("diffract.traces.endpoint").doesNotContain("Failed", "refused");
        assertThat(line.getLevel()).isEqualTo(Level.WARNING);
        assertThat(line.getLoggerName()).startsWith("dev.diffract.");
        assertThat(line.getThrown()).isNull();
    }

    @Test
    void itIsToldAgainAfterAMinuteOnly() {
        assertThat(filter.isLoggable(line(SENDER, Level.WARNING, 0))).isTrue();

        LogRecord soon = line(SENDER, Level.WARNING, 59);
        assertThat(filter.isLoggable(soon)).isFalse();
        assertThat(soon.getLevel()).isEqualTo(Level.FINE);
        assertThat(soon.getMessage()).isEqualTo(FAILED);
        assertThat(soon.getThrown()).isNull();

        assertThat(filter.isLoggable(line(SENDER, Level.WARNING, 60))).isTrue();
        assertThat(filter.isLoggable(line(SENDER, Level.WARNING, 61))).isFalse();
    }

    @Test
    void whatOthersTellIsLeftAlone() {
        for (LogRecord line : new LogRecord[] {
            line("dev.diffract.frontend.http.Failures", Level.WARNING, 0), line(SENDER, Level.INFO, 0)
        }) {
            assertThat(filter.isLoggable(line)).isTrue();
            assertThat(line.getMessage()).isEqualTo(FAILED);
            assertThat(line.getThrown()).isNotNull();
        }
    }

    private static LogRecord line(String logger, Level level, int second) {
        LogRecord line = new LogRecord(level, FAILED);
        line.setLoggerName(logger);
        line.setInstant(START.plusSeconds(second));
        line.setThrown(new IOException("refused"));
        return line;
    }
}
