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
import java.util.stream.IntStream;
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
    void oneThatStaysBlockedIsToldLessAndLessOften() {
        assertThat(told("a", 2, 3600)).containsExactly(2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048);
    }

    @Test
    void eachThreadAndEachTimeIsToldForItself() {
        assertThat(told("a", 2, 9)).containsExactly(2, 4, 8);
        assertThat(told("b", 2, 9)).containsExactly(2, 4, 8);
        assertThat(told("a", 2, 9)).containsExactly(2, 4, 8);
    }

    @Test
    void whoDebugsIsToldEachTime() {
        Level before = CHECKER.getLevel();
        CHECKER.setLevel(Level.FINE);
        try {
            assertThat(told("a", 2, 9)).hasSize(8);
        } finally {
            CHECKER.setLevel(before);
        }
    }

    /** The seconds at which it is told that a thread is blocked, of a line each second. */
    private List<Integer> told(String thread, int first, int last) {
        return IntStream.rangeClosed(first, last)
                .filter(second -> {
                    LogRecord line = new LogRecord(
                            Level.WARNING,
                            "Thread Thread[" + thread + ",5,main] has been blocked for " + second * 1000
                                    + " ms, time limit is 2000 ms");
                    line.setLoggerName(CHECKER.getName());
                    return filter.isLoggable(line);
                })
                .boxed()
                .toList();
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
