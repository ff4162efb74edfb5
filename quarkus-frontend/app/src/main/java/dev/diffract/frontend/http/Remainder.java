package dev.diffract.frontend.http;

import io.netty.channel.Channel;
import io.netty.util.concurrent.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** What of an answer is on its way into the network, and at last all of it. Belongs to the event loop of the connection. */
final class Remainder {

    private static final Duration LONGEST_LOOK = Duration.ofMillis(250);

    /** Looks in the time that a client has to take something. */
    private static final int LOOKS = 4;

    /** Bytes per second with which an answer is to be taken on the whole, however busily. */
    private static final long LEAST_RATE = 8 << 10;

    private final Channel channel;
    private final int stream;
    private final long timeout;
    private final long look;
    private final Runnable gone;
    private final Runnable stuck;
    private final long begun = System.nanoTime();
    private Outbound seen = new Outbound(false, 0, 0);
    private long moved = begun;
    private long end = Long.MAX_VALUE;
    private boolean complete;
    private boolean over;
    private Future<?> next;

    /**
     * @param timeout for taking something of it
     * @param gone runs when it is complete and nothing is left of it, on this side, maybe more than once
     * @param stuck runs before that, if nothing of it was taken for so long
     */
    Remainder(HttpServerRequest request, Duration timeout, Runnable gone, Runnable stuck) {
        this.channel = ((ConnectionBase) request.connection()).channel();
        this.stream = request.response().streamId();
        this.timeout = timeout.toNanos();
        this.look = Math.min(LONGEST_LOOK.toNanos(), Math.max(1, this.timeout / LOOKS));
        this.gone = gone;
        this.stuck = stuck;
    }

    void begin() {
        channel.eventLoop().execute(this::lookAgain);
    }

    /** Something of it is there; which is nobody's any more if it is over. */
    void begun() {
        channel.eventLoop().execute(() -> {
            if (over) {
                gone.run();
            }
        });
    }

    /**
     * Nothing will be added to it. Any number of times.
     *
     * @param bytes of all of it
     */
    void complete(long bytes) {
        channel.eventLoop().execute(() -> {
            if (over) { // the connection was closed
                gone.run();
                return;
            }
            if (complete) {
                return;
            }
            complete = true;
            end = System.nanoTime() - begun + timeout + TimeUnit.SECONDS.toNanos(bytes) / LEAST_RATE;
            if (next != null) {
                next.cancel(false);
            }
            look();
        });
    }

    private void look() {
        Outbound now = Outbound.of(channel, stream, complete);
        long time = System.nanoTime();
        if (!now.waits() || !now.equals(seen)) {
            moved = time;
        }
        seen = now;
        if (!now.waits() && (complete || !channel.isActive())) {
            finish();
        } else if (time - moved < timeout && time - begun < end) {
            lookAgain();
        } else {
            stuck.run();
            finish();
        }
    }

    private void lookAgain() {
        next = channel.eventLoop().schedule(this::look, look, TimeUnit.NANOSECONDS);
    }

    private void finish() {
        over = true;
        gone.run();
    }
}
