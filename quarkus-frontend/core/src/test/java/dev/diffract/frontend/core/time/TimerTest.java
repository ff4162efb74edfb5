package dev.diffract.frontend.core.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TimerTest {

    @Test
    void anExecutorRunsTasksLaterUnlessTheyAreCancelled() throws InterruptedException {
        ScheduledThreadPoolExecutor executor = (ScheduledThreadPoolExecutor) Timer.executor(Thread::new);
        try {
            Timer timer = Timer.of(executor);
            CountDownLatch ran = new CountDownLatch(1);
            timer.schedule(Duration.ofMillis(1), ran::countDown);
            assertThat(ran.await(10, TimeUnit.SECONDS)).isTrue();
            Timer.Cancellation cancellation = timer.schedule(Duration.ofDays(1), ran::countDown);
            assertThat(executor.getQueue()).hasSize(1);
            cancellation.cancel();
            assertThat(executor.getQueue()).isEmpty();
        } finally {
            executor.shutdownNow();
        }
    }
}
