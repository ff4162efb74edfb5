package dev.diffract.frontend.http;

import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.CompletableFuture;
import org.jboss.resteasy.reactive.server.spi.ServerHttpResponse;

/**
 * The moment from which nobody waits for an answer any more, in whatever way they went: the REST layer tells only those who ask before.
 */
public final class Departure {

    private static final String KEY = "diffract.departure";

    private Departure() {}

    /** On the event loop, before anything is read. Vert.x has one place for such a handler, which is the REST layer's. */
    static void watch(RoutingContext request, ServerHttpResponse response) {
        CompletableFuture<Void> departure = new CompletableFuture<>();
        request.put(KEY, departure);
        response.addCloseHandler(() -> departure.complete(null));
        if (request.response().closed()) {
            departure.complete(null);
        }
    }

    /**
     * @param action runs when whoever sent the request is gone, at once if that was before, maybe when all has been answered, and maybe
     *     never
     */
    public static void of(RoutingContext request, Runnable action) {
        CompletableFuture<Void> departure = request.get(KEY);
        departure.thenRun(action);
    }

    /** Whether whoever sent the request is known to be gone. */
    public static boolean isOf(RoutingContext request) {
        CompletableFuture<Void> departure = request.get(KEY);
        return departure.isDone();
    }
}
