package dev.diffract.frontend.usage;

import dev.diffract.frontend.core.fleet.FleetListener;
import dev.diffract.frontend.core.inference.TritonInstance;
import dev.diffract.frontend.core.time.Timer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Asks again and again how busy each slice is, from when it comes until it goes. Who does not answer, in time or at all, tells nothing: what
 * was told before is forgotten, and it is asked again. Nothing else depends on it. Thread-safe.
 */
public final class UsageWatch implements FleetListener, AutoCloseable {

    /** A server with many models tells a hundred kilobytes. */
    private static final int MOST_BYTES = 2 << 20;

    private static final int OK = 200;

    private final List<UsageSource> sources;
    private final Timer timer;
    private final Duration interval;
    private final Duration timeout;
    private final Optional<HttpClient> http;
    private final Map<TritonInstance, Told> watched = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /** What was told of a slice last; one that goes and comes back has another. */
    private static final class Told {
        private volatile Usage usage = Usage.UNKNOWN;
    }

    /**
     * @param interval from an answer to the next question, positive
     * @param timeout of a question, positive
     */
    public UsageWatch(List<UsageSource> sources, Timer timer, Duration interval, Duration timeout) {
        this.sources = List.copyOf(sources);
        this.timer = timer;
        this.interval = interval;
        this.timeout = timeout;
        this.http = sources.isEmpty() // it has threads of its own
                ? Optional.empty()
                : Optional.of(HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(timeout)
                        .build());
    }

    /** As it was told last. */
    public Usage of(TritonInstance instance) {
        Told told = watched.get(instance);
        return told == null ? Usage.UNKNOWN : told.usage;
    }

    @Override
    public void added(TritonInstance instance) {
        List<UsageSource> own =
                sources.stream().filter(source -> source.isOf(instance.name())).toList();
        http.filter(client -> !own.isEmpty()).ifPresent(client -> {
            Told told = new Told();
            watched.put(instance, told);
            ask(client, instance, own, told);
        });
    }

    @Override
    public void removed(TritonInstance instance) {
        watched.remove(instance);
    }

    /** Nobody is asked after this. */
    @Override
    public void close() {
        closed = true;
    }

    private void ask(HttpClient client, TritonInstance instance, List<UsageSource> own, Told told) {
        CompletableFuture<Usage> all = CompletableFuture.completedFuture(Usage.UNKNOWN);
        for (UsageSource source : own) {
            all = all.thenCombine(answer(client, source.address(instance.target()), source.labels()), Usage::or);
        }
        all.thenAccept(usage -> {
            told.usage = usage;
            if (!closed && watched.get(instance) == told) {
                timer.schedule(interval, () -> ask(client, instance, own, told));
            }
        });
    }

    /** Never fails. */
    private CompletableFuture<Usage> answer(HttpClient client, URI address, Map<String, String> labels) {
        CompletableFuture<HttpResponse<String>> answer =
                client.sendAsync(HttpRequest.newBuilder(address).build(), head -> new BoundedText(MOST_BYTES));
        Timer.Cancellation clock = timer.schedule(timeout, () -> answer.cancel(true));
        return answer.whenComplete((told, silence) -> clock.cancel())
                .thenApply(told -> told.statusCode() == OK ? UsageText.read(told.body(), labels) : Usage.UNKNOWN)
                .exceptionally(silence -> Usage.UNKNOWN);
    }
}
