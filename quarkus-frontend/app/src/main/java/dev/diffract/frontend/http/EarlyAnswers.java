package dev.diffract.frontend.http;

import io.quarkus.vertx.http.ManagementInterface;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

/**
 * Requests that were answered before their bodies had come, whoever answered: what still comes is drained, and unless it is little, the
 * connection ends with it, as the answer says; and so does every other that an answer says it of. Of HTTP/2 only the stream ends.
 */
@ApplicationScoped
class EarlyAnswers {

    /** Before everything that may answer. */
    private static final int PRIORITY = 2600;

    /** Bytes that most clients have sent before they read: the next request of the same connection may follow them. */
    private static final long LITTLE = 128 << 10;

    private final Drain drain;

    @Inject
    EarlyAnswers(Drain drain) {
        this.drain = drain;
    }

    void register(@Observes Filters filters) {
        filters.register(this::follow, PRIORITY);
    }

    void register(@Observes ManagementInterface management) {
        management.router().route().order(-PRIORITY).handler(this::follow);
    }

    private void follow(RoutingContext context) {
        HttpServerRequest request = context.request();
        EventLoop loop = EventLoop.current(context.vertx()); // where the body comes in; answers are also made elsewhere
        if (request.version() == HttpVersion.HTTP_2) {
            context.addBodyEndHandler(answered -> loop.run(() -> drain.rest(request)));
        } else {
            context.addHeadersEndHandler(head -> {
                if (Announced.body(request) && !request.isEnded() && !isLittle(request)) {
                    last(context);
                }
            });
            context.addBodyEndHandler(answered -> {
                boolean last = context.response().headers().contains(HttpHeaders.CONNECTION, HttpHeaders.CLOSE, true);
                if (last || Announced.body(request)) {
                    Runnable then = last ? () -> request.connection().close() : () -> {};
                    loop.run(() -> drain.rest(request, then));
                }
            });
        }
        context.next();
    }

    private static boolean isLittle(HttpServerRequest request) {
        return !request.headers().contains(HttpHeaders.TRANSFER_ENCODING) && Announced.length(request) <= LITTLE;
    }

    /** The answer, which is still to come, is the last one of its connection, and says so; of HTTP/2, which has no such answers, nothing. */
    static void last(RoutingContext context) {
        if (context.request().version() != HttpVersion.HTTP_2) {
            context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
    }
}
