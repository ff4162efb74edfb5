package dev.diffract.frontend.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class ConsoleFilterTest {

    private static final String UNRECOGNIZED = "Unrecognized configuration key \"%s\" was provided; it will be ignored";
    private static final String CONFIGURATION = "io.quarkus.config";

    private final ConsoleFilter filter = new ConsoleFilter();

    @Test
    void aSettingThatIsRefusedIsNotToldTwice() {
        assertThat(filter.isLoggable(line(CONFIGURATION, UNRECOGNIZED, "quarkus.http.prot")))
                .isFalse();
        assertThat(filter.isLoggable(line(CONFIGURATION, UNRECOGNIZED, "%prod.quarkus.http.prot")))
                .isFalse();
    }

    /** Of these nobody else says anything. */
    @Test
    void otherWordsOfTheLibraryAreTold() {
        assertThat(filter.isLoggable(line(CONFIGURATION, UNRECOGNIZED, "quarkus.unheard.of")))
                .isTrue();
        assertThat(filter.isLoggable(line(CONFIGURATION, "Something else of %s", "quarkus.http.prot")))
                .isTrue();
        assertThat(filter.isLoggable(line("other", UNRECOGNIZED, "quarkus.http.prot")))
                .isTrue();
    }

    @Test
    void whatClientsCauseIsNot() {
        assertThat(filter.isLoggable(line("io.vertx.core.net.impl.ConnectionBase", "gone", "")))
                .isFalse();
    }

    @Test
    void aCollectorThatIsAwayIsToldOnce() {
        String sender = "io.quarkus.opentelemetry.runtime.exporter.otlp.sender.VertxGrpcSender";
        assertThat(filter.isLoggable(line(sender, "Failed to export spans", "")))
                .isTrue();
        assertThat(filter.isLoggable(line(sender, "Failed to export spans", "")))
                .isFalse();
    }

    private static LogRecord line(String logger, String message, String value) {
        LogRecord line = new LogRecord(Level.WARNING, message);
        line.setLoggerName(logger);
        line.setParameters(new Object[] {value});
        return line;
    }
}
