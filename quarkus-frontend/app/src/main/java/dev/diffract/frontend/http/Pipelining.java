package dev.diffract.frontend.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.MaxMessagesRecvByteBufAllocator;
import io.netty.handler.codec.http.HttpContentEncoder;
import io.quarkus.vertx.http.ManagementInterface;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

/**
 * Connections of HTTP/1 have their requests wait for each other ({@link NextRequests}), and broken parts of bodies for the answer
 * ({@link BrokenParts}), from the first request on.
 */
@ApplicationScoped
class Pipelining {

    /** Before everything that may answer. */
    private static final int PRIORITY = 2900;

    /** Vert.x' name of what takes requests. */
    private static final String SERVER = "handler";

    /** What is sent ahead has so much of what answers may take, beside them. */
    private static final int SHARES = 8;

    private final SentAhead ahead;

    @Inject
    Pipelining(UnsentLimit limit) {
        this.ahead = new SentAhead(limit.bytes() / SHARES);
    }

    void register(@Observes Filters filters) {
        filters.register(this::begin, PRIORITY);
    }

    /** Of health and metrics, whose answers are few and small. */
    void register(@Observes ManagementInterface management) {
        management.router().route().order(-PRIORITY).handler(context -> {
            HttpServerRequest request = context.request();
            Channel channel = ((ConnectionBase) request.connection()).channel();
            if (request.version() != HttpVersion.HTTP_2 && channel.pipeline().get(SERVER) != null) {
                BrokenParts.in(channel, SERVER);
            }
            context.next();
        });
    }

    private void begin(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (request.version() != HttpVersion.HTTP_2) {
            Channel channel = ((ConnectionBase) request.connection()).channel();
            ChannelPipeline connection = channel.pipeline();
            if (connection.get(NextRequests.class) == null && connection.get(SERVER) != null) {
                readsOneAtATime(channel);
                connection.addBefore(first(connection), null, new NextRequests(ahead));
                BrokenParts.in(channel, SERVER);
            }
        }
        context.next();
    }

    /** What packs answers keeps a list of all requests on the way, and closes the connection when it becomes long. */
    private static String first(ChannelPipeline connection) {
        ChannelHandlerContext packing = connection.context(HttpContentEncoder.class);
        return packing == null ? SERVER : packing.name();
    }

    /** Otherwise it would be asked only after sixteen buffers of 64 KiB whether it reads on. */
    private static void readsOneAtATime(Channel channel) {
        if (channel.config().getRecvByteBufAllocator() instanceof MaxMessagesRecvByteBufAllocator reads) {
            reads.maxMessagesPerRead(1);
        }
    }
}
