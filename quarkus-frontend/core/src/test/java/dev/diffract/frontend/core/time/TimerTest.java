package dev.diffract.frontend.core.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TimerTest {

    private final ScheduledThreadPoolExecutor executor =
            (ScheduledThreadPoolExecutor) Timer.executor(TimerTest::silent);
    private final SparseTimer timer = (SparseTimer) Timer.of(executor, System::nanoTime);

    @AfterEach
    void end() {
        executor.shutdownNow();
    }

    @Test
    void anExecutorRunsTasksLaterUnlessTheyAreCancelled() throws InterruptedException {
        CountDownLatch ran = new CountDownLatch(1);
        timer.schedule(Duration.ofMillis(1), ran::countDown);
        assertThat(ran.await(10, TimeUnit.SECONDS)).isTrue();
        Timer.Cancellation cancellation = timer.schedule(Duration.ofDays(1), ran::countDown);
        assertThat(timer.waiting()).isEqualTo(1);
        cancellation.cancel();
        assertThat(timer.waiting()).isZero();
    }

    @Test
    void theThreadIsWokenUpOnlyForATaskThatIsDueBefore() throws InterruptedException {
        timer.schedule(Duration.ofDays(1), () -> {}).cancel();
        Object first = executor.getQueue().peek();
        timer.schedule(Duration.ofDays(2), () -> {});
        assertThat(executor.getQueue()).containsExactly((Runnable) first);
        CountDownLatch ran = new CountDownLatch(1);
        timer.schedule(Duration.ofMillis(1), ran::countDown);
        assertThat(ran.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(timer.waiting()).isEqualTo(1);
    }

    @Test
    void tasksRunInTheOrderOfTheirTimesWhateverOneThrowsAndWhoeverIsTakenBack() throws InterruptedException {
        List<Integer> ran = new ArrayList<>();
        CountDownLatch end = new CountDownLatch(1);
        timer.schedule(Duration.ofMillis(120), end::countDown);
        timer.schedule(Duration.ofMillis(80), () -> ran.add(2));
        timer.schedule(Duration.ofMillis(100), () -> ran.add(3)).cancel();
        timer.schedule(Duration.ofMillis(60), () -> {
            ran.add(1);
            throw new IllegalStateException("of a task");
        });
        assertThat(end.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(ran).containsExactly(1, 2);
    }

    @Test
    void nothingIsTakenOnceTheExecutorHasEnded() {
        executor.shutdownNow();
        assertThatThrownBy(() -> timer.schedule(Duration.ofDays(1), () -> {}))
                .isInstanceOf(RejectedExecutionException.class);
    }

    /** One of the tasks throws. */
    private static Thread silent(Runnable task) {
        Thread thread = new Thread(task);
        thread.setUncaughtExceptionHandler((where, fault) -> {});
        return thread;
    }
}
