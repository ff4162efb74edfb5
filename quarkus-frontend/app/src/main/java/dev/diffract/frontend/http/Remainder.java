package dev.diffract.frontend.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPromise;
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
    private final Listener listener;
    private final long begun = System.nanoTime();
    private Outbound seen = new Outbound(false, 0, 0);
    private long moved = begun;
    private long end = Long.MAX_VALUE;
    private boolean complete;
    private boolean over;
    private Future<?> next;

    /** Who is told on the event loop how an answer goes. */
    interface Listener {

        /** It is complete and nothing is left of it, on this side; maybe more than once. */
        void gone();

        /** It is complete, and some of it has not been taken. */
        void waits(long bytes);

        /** Nothing of it was taken for so long as is allowed. */
        void stuck();

        /**
         * Somebody looked.
         *
         * @param waits whether something of it is on this side still
         * @param moved whether something of that was taken since the last look
         */
        void looked(boolean waits, boolean moved);
    }

    /** @param timeout for taking something of it */
    Remainder(HttpServerRequest request, Duration timeout, Listener listener) {
        this.channel = ((ConnectionBase) request.connection()).channel();
        this.stream = request.response().streamId();
        this.timeout = timeout.toNanos();
        this.look = Math.min(LONGEST_LOOK.toNanos(), Math.max(1, this.timeout / LOOKS));
        this.listener = listener;
    }

    void begin() {
        channel.eventLoop().execute(this::lookAgain);
    }

    /** Something of it is there; which is nobody's any more if it is over. */
    void begun() {
        channel.eventLoop().execute(() -> {
            if (over) {
                listener.gone();
            }
        });
    }

    /**
     * Nothing will be added to it. Any number of times.
     *
     * @param bytes of all of it
     */
    void complete(long bytes) {
        if (channel.eventLoop().inEventLoop()) { // the next request may be there already
            allMade(bytes);
        } else {
            channel.eventLoop().execute(() -> allMade(bytes));
        }
    }

    private void allMade(long bytes) {
        if (over) { // the connection was closed
            listener.gone();
            return;
        }
        if (!complete) {
            complete = true;
            end = System.nanoTime() - begun + timeout + TimeUnit.SECONDS.toNanos(bytes) / LEAST_RATE;
            if (next != null) {
                next.cancel(false);
            }
            look();
            if (!over) {
                lookWhenSent();
            }
        }
        if (!over) {
            listener.waits(bytes);
        }
    }

    /** What is written last is sent when all before it is; of HTTP/2 only as far as the client's windows let it. */
    private void lookWhenSent() {
        ChannelPromise sent = channel.newPromise();
        sent.addListener(any -> channel.eventLoop().execute(this::lookNow)); // its bytes count until this returns
        channel.unsafe().write(Unpooled.EMPTY_BUFFER, sent);
        channel.unsafe().flush();
    }

    /** Does not wait for the next look; on the event loop. */
    void lookNow() {
        if (complete && !over) {
            next.cancel(false);
            look();
        }
    }

    /** Looks on the event loop, and runs what is to be done if it is not over then. */
    void unlessOver(Runnable task) {
        channel.eventLoop().execute(() -> {
            lookNow();
            if (!over) {
                task.run();
            }
        });
    }

    private void look() {
        Outbound now = Outbound.of(channel, stream, complete);
        long time = System.nanoTime();
        boolean stands = now.waits() && now.equals(seen);
        if (!stands) {
            moved = time;
        }
        listener.looked(now.waits(), !stands);
        seen = now;
        if (!now.waits() && (complete || !channel.isActive())) {
            finish();
        } else if (time - moved < timeout && time - begun < end) {
            lookAgain();
        } else {
            listener.stuck();
            finish();
        }
    }

    private void lookAgain() {
        next = channel.eventLoop().schedule(this::look, look, TimeUnit.NANOSECONDS);
    }

    private void finish() {
        over = true;
        listener.gone();
    }
}
