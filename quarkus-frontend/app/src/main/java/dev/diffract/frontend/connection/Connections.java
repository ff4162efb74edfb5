package dev.diffract.frontend.connection;

import dev.diffract.frontend.intake.Pace;
import dev.diffract.frontend.intake.SlowSenders;
import io.netty.channel.Channel;
import io.netty.channel.ServerChannel;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ScheduledFuture;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.vertx.http.HttpServerStart;
import io.quarkus.vertx.http.HttpsServerStart;
import io.quarkus.vertx.http.ManagementInterface;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Inject;
import java.util.concurrent.TimeUnit;

/**
 * Looks after connections on which no request has come yet, which the server itself neither counts nor hurries. Its options have no place for
 * that, so its listening sockets are asked for, once they listen: whoever was accepted before is not looked after.
 */
@ApplicationScoped
class Connections {

    /** First of all: the request's headers are there, whatever becomes of it. */
    private static final int PRIORITY = 3000;

    /** Ten seconds in all. */
    private static final int LOOKS = 200;

    private static final int BETWEEN_LOOKS_MILLIS = 50;

    private final Vertx vertx;
    private final ConnectionLimit limit;
    private final Pace pace;
    private final SlowSenders slow;
    private volatile boolean stopping;

    @Inject
    Connections(Vertx vertx, ConnectionLimit limit, Pace pace, SlowSenders slow) {
        this.vertx = vertx;
        this.limit = limit;
        this.pace = pace;
        this.slow = slow;
    }

    void http(@ObservesAsync HttpServerStart started) {
        watch();
    }

    void https(@ObservesAsync HttpsServerStart started) {
        watch();
    }

    void stop(@Observes ShutdownEvent event) {
        stopping = true;
    }

    void register(@Observes Filters filters) {
        filters.register(Connections::arrived, PRIORITY);
    }

    void register(@Observes ManagementInterface management) {
        management.router().route().order(-PRIORITY).handler(Connections::arrived);
    }

    /** All listening sockets of the program. They are opened side by side, and nobody says when the one of health and metrics is. */
    private void watch() {
        for (EventExecutor acceptor : ((VertxInternal) vertx).getAcceptorEventLoopGroup()) {
            SingleThreadEventLoop loop = (SingleThreadEventLoop) acceptor;
            loop.execute(() -> watch(loop, LOOKS));
        }
    }

    private void watch(SingleThreadEventLoop loop, int looks) {
        loop.registeredChannelsIterator().forEachRemaining(this::watch);
        if (looks > 1 && !stopping) {
            ScheduledFuture<?> unused =
                    loop.schedule(() -> watch(loop, looks - 1), BETWEEN_LOOKS_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void watch(Channel channel) {
        if (channel instanceof ServerChannel && channel.pipeline().get(Acceptor.class) == null) {
            channel.pipeline().addFirst(new Acceptor(limit, pace.patience(), slow));
        }
    }

    private static void arrived(RoutingContext context) {
        HttpServerRequest request = context.request();
        ConnectionBase connection = (ConnectionBase) request.connection();
        HeadDeadline deadline = connection.channel().pipeline().get(HeadDeadline.class);
        if (deadline != null) {
            deadline.arrived();
            if (request.version() == HttpVersion.HTTP_2) {
                deadline.stream();
                context.addEndHandler(answered -> deadline.stream());
            } else {
                context.addEndHandler(answered -> over(request, deadline));
            }
        }
        context.next();
    }

    private static void over(HttpServerRequest request, HeadDeadline deadline) {
        if (request.isEnded()) {
            deadline.next();
        } else {
            request.end().onComplete(all -> deadline.next());
        }
    }
}
