package dev.diffract.frontend.http;

import dev.diffract.frontend.metrics.AnswerMetrics;
import io.netty.channel.Channel;
import io.quarkus.vertx.http.ManagementInterface;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.quarkus.vertx.http.runtime.filters.QuarkusRequestWrapper;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * All answers that are due or on their way, until the last byte is handed to the network. Whoever takes nothing of an answer is cut off
 * after a while, and before that if there is no memory for what is left: it takes that, and a place among the connections.
 */
@ApplicationScoped
class Answers {

    private static final Logger LOG = Logger.getLogger(Answers.class);

    /** Before everything that may answer. */
    private static final int PRIORITY = 2500;

    private static final String FULL =
            "So many answers wait to be taken that there is no room for another one now; ask again in a moment.";

    private static final String RETRY_SECONDS = "2";

    private final Duration timeout;
    private final Refusals refusals;
    private final Unsent unsent;
    private final AnswerMetrics metrics;
    private final Set<HttpServerRequest> open = ConcurrentHashMap.newKeySet();

    @Inject
    Answers(WriteTimeout timeout, UnsentLimit limit, Refusals refusals, AnswerMetrics metrics) {
        this.refusals = refusals;
        this.timeout = timeout.time();
        this.unsent = new Unsent(limit.bytes());
        this.metrics = metrics;
        metrics.unsent(unsent::taken, limit.bytes());
    }

    void register(@Observes Filters filters) {
        filters.register(
                context -> {
                    EventLoop loop = EventLoop.current(context.vertx());
                    WindowUpdates.count(channel(context.request()));
                    if (unsent.hasRoom() || !unsent.makeRoom(() -> loop.run(() -> take(context)))) {
                        take(context);
                    }
                },
                PRIORITY);
    }

    /** Of health and metrics, which are asked for above all when there is no room for others. */
    void register(@Observes ManagementInterface management) {
        management.router().route().order(-PRIORITY).handler(context -> {
            WindowUpdates.count(channel(context.request()));
            if (follow(context, done -> context.addEndHandler(any -> done.handle(null)))) {
                context.next();
            }
        });
    }

    private void take(RoutingContext context) {
        boolean room = unsent.hasRoom();
        if (!room && context.request().version() == HttpVersion.HTTP_2) {
            HangUp.unasked(context.request());
        } else if (follow(context, QuarkusRequestWrapper.get(context.request())::addRequestDoneHandler)) {
            if (room) {
                context.next();
            } else {
                refuse(context);
            }
        }
    }

    /** @return whether it is to be answered */
    private boolean follow(RoutingContext context, Consumer<Handler<Void>> whenDone) {
        HttpServerRequest request = context.request();
        if (!unsent.hasRoom(channel(request))) {
            LOG.debugf("a client takes too little of what it asks for: it is answered nothing more");
            metrics.unasked();
            HangUp.unasked(request);
            return false;
        }
        open.add(request);
        OpenAnswer answer = new OpenAnswer(request, timeout, unsent, metrics, () -> open.remove(request));
        answer.follow();
        context.addHeadersEndHandler(begun -> answer.begun());
        context.addBodyEndHandler(ended -> answer.complete());
        whenDone.accept(done -> answer.ended()); // of HTTP/2, also one taken back
        return true;
    }

    /** Says it on HTTP/1, and nothing more on this connection: what is said takes room, too, and who reads nothing goes on asking. */
    private void refuse(RoutingContext context) {
        RequestIds.give(context);
        SecurityHeaders.put(context);
        context.response().putHeader(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
        refusals.refuseAndClose(context, Response.Status.SERVICE_UNAVAILABLE.getStatusCode(), FULL);
    }

    private static Channel channel(HttpServerRequest request) {
        return ((ConnectionBase) request.connection()).channel();
    }

    /** Whether nobody waits for an answer, or for the rest of one. */
    boolean isEmpty() {
        return open.isEmpty();
    }

    /** Ends all that are left, whoever may still wait for them. */
    void cutOff() {
        open.forEach(HangUp::atOnce);
    }
}
