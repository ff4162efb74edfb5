package dev.diffract.frontend.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class BlockedThreadsTest {

    private static final Logger CHECKER = Logger.getLogger("io.vertx.core.impl.BlockedThreadChecker");

    private final ConsoleFilter filter = new ConsoleFilter();

    @Test
    void anEventLoopThatIsBlockedIsToldInASentenceWithoutATrace() throws Exception {
        LogRecord line = ofABlockedEventLoop();

        assertThat(filter.isLoggable(line)).isTrue();
        assertThat(line.getLevel()).isEqualTo(Level.WARNING);
        assertThat(line.getMessage())
                .matches(
                        "The thread vert\\.x-eventloop-thread-\\d+ has done one thing for \\d+ ms, where 1 is the most:.*");
        assertThat(line.getThrown()).isNull();
    }

    @Test
    void whoDebugsHasTheTrace() throws Exception {
        Level before = CHECKER.getLevel();
        CHECKER.setLevel(Level.FINE);
        try {
            LogRecord line = ofABlockedEventLoop();

            assertThat(filter.isLoggable(line)).isTrue();
            assertThat(line.getThrown().getStackTrace())
                    .extracting(StackTraceElement::getClassName)
                    .contains(CountDownLatch.class.getName());
        } finally {
            CHECKER.setLevel(before);
        }
    }

    @Test
    void whatElseItTellsIsToldAsItIs() {
        for (LogRecord line : List.of(
                new LogRecord(Level.INFO, "Thread Thread[a,5,main] is no longer"), new LogRecord(Level.INFO, null))) {
            String message = line.getMessage();
            line.setLoggerName(CHECKER.getName());

            assertThat(filter.isLoggable(line)).isTrue();
            assertThat(line.getMessage()).isEqualTo(message);
        }
    }

    /** The library's own line, with a trace. */
    private static LogRecord ofABlockedEventLoop() throws Exception {
        CompletableFuture<LogRecord> told = new CompletableFuture<>();
        Handler handler = new FirstLine(told);
        CHECKER.addHandler(handler);
        Vertx vertx = Vertx.vertx(new VertxOptions()
                .setBlockedThreadCheckInterval(10)
                .setBlockedThreadCheckIntervalUnit(TimeUnit.MILLISECONDS)
                .setMaxEventLoopExecuteTime(1)
                .setMaxEventLoopExecuteTimeUnit(TimeUnit.MILLISECONDS)
                .setWarningExceptionTime(1)
                .setWarningExceptionTimeUnit(TimeUnit.MILLISECONDS));
        CountDownLatch held = new CountDownLatch(1);
        try {
            vertx.runOnContext(nothing -> {
                try {
                    held.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            return told.get(1, TimeUnit.MINUTES);
        } finally {
            held.countDown();
            CHECKER.removeHandler(handler);
            vertx.close().toCompletionStage().toCompletableFuture().get(1, TimeUnit.MINUTES);
        }
    }

    /** Keeps the first line with a trace. */
    private static final class FirstLine extends Handler {

        private final CompletableFuture<LogRecord> line;

        private FirstLine(CompletableFuture<LogRecord> line) {
            this.line = line;
        }

        @Override
        public void publish(LogRecord told) {
            if (told.getThrown() != null) {
                line.complete(told);
            }
        }

        @Override
        public void flush() {
            // Nothing waits.
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
