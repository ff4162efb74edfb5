package dev.diffract.frontend.http;

import io.netty.channel.ChannelPipeline;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Connections of HTTP/1 have their requests wait for each other ({@link NextRequests}), from the first one on. */
@ApplicationScoped
class Pipelining {

    /** Before everything that may answer. */
    private static final int PRIORITY = 2900;

    /** Vert.x' name of what takes requests. */
    private static final String SERVER = "handler";

    void register(@Observes Filters filters) {
        filters.register(Pipelining::begin, PRIORITY);
    }

    private static void begin(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (request.version() != HttpVersion.HTTP_2) {
            ChannelPipeline connection =
                    ((ConnectionBase) request.connection()).channel().pipeline();
            if (connection.get(NextRequests.class) == null && connection.get(SERVER) != null) {
                connection.addBefore(SERVER, null, new NextRequests());
            }
        }
        context.next();
    }
}
