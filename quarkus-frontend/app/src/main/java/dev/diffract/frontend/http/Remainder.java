package dev.diffract.frontend.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The bytes of an answer that is complete, on their way into the network. Belongs to the event loop of the connection. */
final class Remainder {

    private static final Duration LONGEST_LOOK = Duration.ofMillis(250);

    /** Looks in the time that a client has to take something. */
    private static final int LOOKS = 4;

    private final Channel channel;
    private final long timeout;
    private final long look;
    private final Runnable gone;
    private final Runnable stuck;
    private long pending;
    private long progress;
    private long moved;

    /**
     * @param timeout for taking something of it
     * @param gone runs when nothing is left of it, on this side
     * @param stuck runs before that, if nothing of it was taken for so long
     */
    Remainder(HttpServerRequest request, Duration timeout, Runnable gone, Runnable stuck) {
        this.channel = ((ConnectionBase) request.connection()).channel();
        this.timeout = timeout.toNanos();
        this.look = Math.min(LONGEST_LOOK.toNanos(), Math.max(1, this.timeout / LOOKS));
        this.gone = gone;
        this.stuck = stuck;
    }

    void begin() {
        moved = System.nanoTime();
        channel.eventLoop().execute(this::look);
    }

    private void look() {
        ChannelOutboundBuffer out = channel.unsafe().outboundBuffer();
        if (out == null || out.totalPendingWriteBytes() == 0) { // closed, or all sent
            gone.run();
            return;
        }
        if (out.totalPendingWriteBytes() != pending || out.currentProgress() != progress) {
            pending = out.totalPendingWriteBytes();
            progress = out.currentProgress();
            moved = System.nanoTime();
        }
        if (System.nanoTime() - moved < timeout) {
            channel.eventLoop().schedule(this::look, look, TimeUnit.NANOSECONDS);
        } else {
            stuck.run();
            gone.run();
        }
    }
}
