package dev.diffract.frontend.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventLoopTest {

    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void whatAWorkerOfTheSameContextHandsOverRunsInTheLoop() throws Exception {
        CompletableFuture<Thread> loopThread = new CompletableFuture<>();
        CompletableFuture<Thread> ranIn = new CompletableFuture<>();
        context.runOnContext(turn -> {
            EventLoop loop = EventLoop.current(vertx);
            loopThread.complete(Thread.currentThread());
            context.executeBlocking(() -> {
                assertThat(Vertx.currentContext()).isSameAs(context);
                loop.run(() -> ranIn.complete(Thread.currentThread()));
                return null;
            });
        });
        assertThat(ranIn.get(10, TimeUnit.SECONDS)).isSameAs(loopThread.get());
    }

    @Test
    void inTheLoopItRunsAtOnce() throws Exception {
        CompletableFuture<Boolean> atOnce = new CompletableFuture<>();
        context.runOnContext(turn -> {
            boolean[] ran = new boolean[1];
            EventLoop.current(vertx).run(() -> ran[0] = true);
            atOnce.complete(ran[0]);
        });
        assertThat(atOnce.get(10, TimeUnit.SECONDS)).isTrue();
    }
}
