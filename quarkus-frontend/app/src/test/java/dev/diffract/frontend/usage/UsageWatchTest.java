package dev.diffract.frontend.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.diffract.frontend.core.inference.TritonInstance;
import dev.diffract.frontend.core.time.Timer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UsageWatchTest {

    private static final byte[] BUSY = "nv_cpu_utilization 0.5\n".getBytes(StandardCharsets.UTF_8);

    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final AtomicInteger asked = new AtomicInteger();
    private volatile Answer answer = UsageWatchTest::busy;
    private HttpServer server;
    private TritonInstance a;

    /** What the server does. */
    private interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/metrics", exchange -> {
            asked.incrementAndGet();
            answer.to(exchange);
            exchange.close();
        });
        server.start();
        a = new TritonInstance("a", "127.0.0.1:1");
    }

    @AfterEach
    void stop() {
        stopped.countDown();
        server.stop(0);
        executor.shutdownNow();
    }

    @Test
    void whatIsToldIsKnownUntilNothingIsToldAnyMore() {
        try (UsageWatch watch = watch(Optional.empty())) {
            assertThat(watch.of(a)).isEqualTo(Usage.UNKNOWN);
            watch.added(a);
            await().untilAsserted(() -> assertThat(watch.of(a).cpu()).hasValue(0.5));
            answer = exchange -> exchange.sendResponseHeaders(500, -1);
            await().untilAsserted(() -> assertThat(watch.of(a)).isEqualTo(Usage.UNKNOWN));
            answer = UsageWatchTest::busy;
            await().untilAsserted(() -> assertThat(watch.of(a).cpu()).hasValue(0.5));
            watch.removed(a);
            assertThat(watch.of(a)).isEqualTo(Usage.UNKNOWN);
            AtomicInteger before = new AtomicInteger(-1);
            await().pollInterval(Duration.ofMillis(100))
                    .during(Duration.ofMillis(300))
                    .until(() -> before.getAndSet(asked.get()) == asked.get());
        }
    }

    @Test
    void whoSendsWithoutAnEndOrNotAtAllHoldsUpNothing() {
        try (UsageWatch watch = watch(Optional.of("a"))) {
            answer = exchange -> {
                exchange.sendResponseHeaders(200, 0);
                byte[] noise = new byte[1 << 16];
                try (OutputStream body = exchange.getResponseBody()) {
                    while (true) {
                        body.write(noise);
                    }
                }
            };
            watch.added(a);
            await().until(() -> asked.get() > 2);
            assertThat(watch.of(a)).isEqualTo(Usage.UNKNOWN);
            answer = exchange -> {
                exchange.sendResponseHeaders(200, 0);
                exchange.getResponseBody().write(BUSY);
                exchange.getResponseBody().flush();
                try {
                    stopped.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            };
            int before = asked.get();
            await().until(() -> asked.get() > before + 2);
            assertThat(watch.of(a)).isEqualTo(Usage.UNKNOWN);
        }
    }

    @Test
    void otherSlicesAreNotAskedThere() {
        try (UsageWatch watch = watch(Optional.of("b"))) {
            watch.added(a);
            assertThat(watch.of(a)).isEqualTo(Usage.UNKNOWN);
            assertThat(asked).hasValue(0);
        }
    }

    private UsageWatch watch(Optional<String> slice) {
        UsageSource source =
                new UsageSource(slice, Optional.empty(), server.getAddress().getPort(), "/metrics", Map.of());
        return new UsageWatch(
                List.of(source), Timer.of(executor, System::nanoTime), Duration.ofMillis(20), Duration.ofMillis(500));
    }

    private static void busy(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, BUSY.length);
        exchange.getResponseBody().write(BUSY);
    }
}
