package dev.diffract.frontend.http;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import io.quarkus.vertx.http.ManagementInterface;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;

/**
 * Refuses what does not say for certain where it ends (RFC 9112, 6.1 and 6.3), and versions of HTTP that nobody here speaks. The server
 * below takes a body of an unknown coding for none, and what follows for the next request; so nothing that comes on such a connection
 * afterwards is a request, and it is closed.
 */
@ApplicationScoped
class Framing {

    /** After the request has its id, before it is asked what it is for. */
    private static final int PRIORITY = 950;

    private static final int BAD_REQUEST = 400;
    private static final String CHUNKED = "chunked";
    private static final AttributeKey<Boolean> LOST = AttributeKey.valueOf(Framing.class, "lost");

    private static final String VERSION =
            "The request is of no version of HTTP that is spoken here: HTTP/1.0, HTTP/1.1, HTTP/2.";
    private static final String CODING =
            "The request does not say where it ends: Transfer-Encoding may be one 'chunked' of HTTP/1.1 and nothing else.";
    private static final String FOLLOWS = "The request before this one did not say where it ends, so this is none.";

    private final Refusals refusals;

    @Inject
    Framing(Refusals refusals) {
        this.refusals = refusals;
    }

    void register(@Observes Filters filters) {
        filters.register(this::ask, PRIORITY);
    }

    void register(@Observes ManagementInterface management) {
        management.router().route().order(-PRIORITY).handler(this::ask);
    }

    private void ask(RoutingContext context) {
        if (!refuses(context)) {
            context.next();
        }
    }

    /** @return whether it refused the request */
    boolean refuses(RoutingContext context) {
        Optional<String> fault = fault(context.request());
        fault.ifPresent(sentence -> refuse(context, sentence));
        return fault.isPresent();
    }

    private static Optional<String> fault(HttpServerRequest request) {
        if (channel(request).hasAttr(LOST)) {
            return Optional.of(FOLLOWS);
        }
        if (request.version() == null) { // which is how the server below says that it is another one
            return Optional.of(VERSION);
        }
        List<String> codings = request.headers().getAll(HttpHeaders.TRANSFER_ENCODING);
        boolean known = codings.isEmpty()
                || (request.version() == HttpVersion.HTTP_1_1
                        && codings.size() == 1
                        && codings.get(0).strip().equalsIgnoreCase(CHUNKED));
        return known ? Optional.empty() : Optional.of(CODING);
    }

    private void refuse(RoutingContext context, String fault) {
        HttpServerRequest request = context.request();
        if (request.version() == HttpVersion.HTTP_2) {
            refusals.refuse(context, BAD_REQUEST, fault);
            return;
        }
        Channel channel = channel(request);
        channel.attr(LOST).set(true);
        if (request.version() == null) {
            AnswerVersion.in(channel.pipeline());
        }
        refusals.refuseAndClose(context, BAD_REQUEST, fault);
    }

    private static Channel channel(HttpServerRequest request) {
        return ((ConnectionBase) request.connection()).channel();
    }
}
