package dev.diffract.frontend.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WorkersTest {

    @Test
    void filesOnAllOfTheirThreadsLeaveStepsTheirs() throws Exception {
        CountDownLatch stepped = new CountDownLatch(1);
        try (Workers workers = new Workers()) {
            for (int file = 0; file <= Runtime.getRuntime().availableProcessors(); file++) {
                workers.files().execute(() -> await(stepped));
            }
            assertThat(threadOf(workers.compute())).isEqualTo("diffract-compute");
            stepped.countDown();
            assertThat(threadOf(workers.files())).isEqualTo("diffract-files");
        }
    }

    @Test
    void whoIsClosedTakesNothing() {
        Workers workers = new Workers();
        workers.close();
        assertThatThrownBy(() -> workers.compute().execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
        assertThatThrownBy(() -> workers.files().execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
    }

    private static String threadOf(Executor executor) throws Exception {
        return CompletableFuture.supplyAsync(() -> Thread.currentThread().getName(), executor)
                .get(1, TimeUnit.MINUTES);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }
}
