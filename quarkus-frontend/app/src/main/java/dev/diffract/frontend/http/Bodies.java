package dev.diffract.frontend.http;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Takes in bodies up to the limit of the request's dialect, announced or not; resources find them here. They are read
 * without a thread that waits, before the resource is called and after it was found: over HTTP/2 nothing can be found
 * for a request that was read already. Quarkus' own limit answers without a dialect.
 */
@ApplicationScoped
public class Bodies {

    private static final String KEY = "diffract.body";
    private static final String CONTINUE = "100-continue";

    /** After the filters, which give the request its id; before Quarkus' own limit at -2. */
    private static final int ORDER = -100;

    private final Dialects dialects;
    private final Refusals refusals;

    @Inject
    Bodies(Dialects dialects, Refusals refusals) {
        this.dialects = dialects;
        this.refusals = refusals;
    }

    /** The body of a request that reached its resource; empty if it has none. */
    public static byte[] of(RoutingContext request) {
        Buffer body = request.get(KEY);
        return body == null ? new byte[0] : body.getBytes();
    }

    /** Whoever announces too much is not asked to send it. */
    void install(@Observes Router router) {
        router.route().order(ORDER).handler(request -> {
            if (announced(request.request()) > dialects.of(request).maxBody()) {
                refusals.refuse(request, Response.Status.REQUEST_ENTITY_TOO_LARGE.getStatusCode());
                Drain.rest(request.request());
            } else {
                request.next();
            }
        });
    }

    private static long announced(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length == null ? 0 : Long.parseLong(length); // the server has refused what is no number
    }

    @ServerRequestFilter(nonBlocking = true)
    Uni<Response> read(RoutingContext context) {
        HttpServerRequest request = context.request();
        return request.isEnded()
                ? Uni.createFrom().nullItem()
                : Uni.createFrom().emitter(body -> read(context, body));
    }

    private void read(RoutingContext context, UniEmitter<? super Response> done) {
        HttpServerRequest request = context.request();
        long limit = dialects.of(context).maxBody();
        Buffer body = Buffer.buffer();
        request.handler(part -> {
            if (body.length() + part.length() > limit) {
                Drain.rest(request);
                done.fail(new ClientErrorException(Response.Status.REQUEST_ENTITY_TOO_LARGE));
            } else {
                body.appendBuffer(part);
            }
        });
        request.exceptionHandler(done::fail);
        request.endHandler(end -> {
            context.put(KEY, body);
            done.complete(null);
        });
        if (request.version() == HttpVersion.HTTP_1_1
                && CONTINUE.equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
            context.response().writeContinue();
        }
        request.resume(); // Quarkus pauses requests until somebody wants their bodies
    }
}
