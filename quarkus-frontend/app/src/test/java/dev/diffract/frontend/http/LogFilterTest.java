package dev.diffract.frontend.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class LogFilterTest {

    private static final String WRITES = "io.netty.channel.AbstractChannelHandlerContext";
    private static final String TWICE =
            "Failed to mark a promise as failure because it has failed already: promise(failure: %s),"
                    + " unnotified cause: %s\n\tat io.netty.channel.Somewhere";

    private final LogFilter filter = new LogFilter();

    @Test
    void whatIsWrittenToAClosedConnectionIsToldInOneQuietLine() {
        String closed = "io.netty.channel.StacklessClosedChannelException";
        LogRecord line = line(WRITES, TWICE.replace("%s", closed), new IllegalStateException("refCnt: 0"));

        assertThat(filter.isLoggable(line)).isFalse();
        assertThat(line.getLevel()).isEqualTo(Level.FINE);
        assertThat(line.getThrown()).isNull();
        assertThat(line.getMessage()).endsWith(closed);
    }

    @Test
    void whoComesWhenTheProgramEndsWritesNoTrace() {
        LogRecord line = line(
                "io.netty.bootstrap.ServerBootstrap",
                "Failed to register an accepted channel: [id: 0x1]",
                new IllegalStateException());

        assertThat(filter.isLoggable(line)).isFalse();
        assertThat(line.getThrown()).isNull();
    }

    @Test
    void otherFailuresThereAreTold() {
        for (LogRecord line : new LogRecord[] {
            line(WRITES, TWICE.replace("%s", "java.lang.IllegalStateException"), new IllegalStateException()),
            line("io.netty.bootstrap.ServerBootstrap", "Unknown channel option", new IOException("none")),
            line(WRITES, "An exception was thrown by a user handler", new IOException("closed")),
            line("dev.diffract.frontend.http.Failures", "unforeseen", new IOException("closed"))
        }) {
            assertThat(filter.isLoggable(line)).as(line.getMessage()).isTrue();
            assertThat(line.getThrown()).isNotNull();
            assertThat(line.getLevel()).isEqualTo(Level.WARNING);
        }
    }

    private static LogRecord line(String logger, String message, Throwable failure) {
        LogRecord line = new LogRecord(Level.WARNING, message);
        line.setLoggerName(logger);
        line.setThrown(failure);
        return line;
    }
}
