package dev.diffract.frontend.http;

import io.netty.channel.Channel;
import io.netty.util.concurrent.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * What of an answer is on its way into the network, and at last all of it. Belongs to the event loop of the connection, on which it does what
 * it is asked for from elsewhere.
 */
final class Remainder {

    private static final Duration LONGEST_LOOK = Duration.ofMillis(250);

    /** Looks in the time that a client has to take something. */
    private static final int LOOKS = 4;

    /** Bytes per second with which an answer, and what shares its connection, is to be taken on the whole, however busily. */
    private static final long LEAST_RATE = 8 << 10;

    private final Channel channel;
    private final int stream;
    private final LongSupplier made;
    private final long timeout;
    private final long pause;
    private final long lately;
    private final Listener listener;
    private final long begun = System.nanoTime();
    private Outbound seen = Outbound.NOTHING;
    private long moved = begun;
    private long took;
    private boolean moves;
    private long all;
    private long completed;
    private long before;
    private long allowed;
    private boolean complete;
    private boolean over;
    private Future<?> next;

    /** Who is told on the event loop how an answer goes. */
    interface Listener {

        /**
         * Somebody looked, and it is not over.
         *
         * @param left bytes of it that are there and not taken
         * @param moves whether some were taken lately, or there are none
         * @param complete whether all of it has come to the event loop
         */
        void looked(long left, boolean moves, boolean complete);

        /** Bytes of all answers of its connection that are not taken. */
        long onConnection();

        /** It is complete and nothing is left of it, on this side; maybe more than once. */
        void gone();

        /** Nothing of it was taken for as long as is allowed: it has to end. */
        void stuck();
    }

    /**
     * @param made bytes of it that were written so far
     * @param timeout for taking something of it
     */
    Remainder(HttpServerRequest request, LongSupplier made, Duration timeout, Listener listener) {
        this.channel = ((ConnectionBase) request.connection()).channel();
        this.stream = request.response().streamId();
        this.made = made;
        this.timeout = timeout.toNanos();
        this.pause = Math.min(LONGEST_LOOK.toNanos(), Math.max(1, this.timeout / LOOKS));
        this.lately = LOOKS * pause;
        this.took = begun - lately;
        this.listener = listener;
    }

    void begin() {
        channel.eventLoop().execute(this::lookLater);
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
        channel.eventLoop().execute(() -> allIsHere(bytes)); // behind what is on its way to it
    }

    private void allIsHere(long bytes) {
        if (over) { // the connection was closed
            listener.gone();
        } else if (!complete) {
            complete = true;
            all = bytes;
            completed = System.nanoTime();
            before = Outbound.ofConnection(channel);
            look();
        }
    }

    /** Does not wait for the next look; on the event loop. */
    void look() {
        if (over) {
            return;
        }
        Outbound now = Outbound.of(channel, stream, complete ? all : made.getAsLong(), complete);
        long time = System.nanoTime();
        if (now.movedSince(seen) || (seen.waits() && !now.waits())) {
            took = time;
        }
        moves = !now.waits() || time - took < lately;
        if (!now.waits() || !seen.waits() || now.movedSince(seen)) {
            moved = time;
        }
        seen = now;
        if (!now.waits() && (complete || !channel.isActive())) {
            finish();
        } else if (time - moved < timeout && inTime(time)) {
            listener.looked(now.left(), moves, complete);
            lookLater();
        } else {
            listener.stuck();
            finish();
        }
    }

    /**
     * The answers of a connection have its rate together: as much time as the most that was ever taken since this one is complete, and was
     * to be taken still.
     */
    private boolean inTime(long now) {
        if (!complete) {
            return true;
        }
        long beside = Outbound.ofConnection(channel) - before + listener.onConnection();
        allowed = Math.max(allowed, TimeUnit.SECONDS.toNanos(Math.max(all, beside)) / LEAST_RATE);
        return now - completed < timeout + allowed;
    }

    /**
     * Looks once more, and ends it if it is not over.
     *
     * @param reading whether also if it is read
     * @param ending ends it
     * @param spared runs instead if it is read
     * @param done runs afterwards, in any case
     */
    void giveWay(boolean reading, Runnable ending, Runnable spared, Runnable done) {
        channel.eventLoop().execute(() -> {
            look();
            if (over || (moves && !reading)) {
                spared.run();
                done.run();
            } else {
                ending.run();
                channel.eventLoop().execute(() -> finish(done)); // behind what ends it
            }
        });
    }

    private void finish(Runnable done) {
        finish();
        done.run();
    }

    private void lookLater() {
        if (next != null) {
            next.cancel(false);
        }
        next = channel.eventLoop().schedule(this::look, pause, TimeUnit.NANOSECONDS);
    }

    private void finish() {
        over = true;
        if (next != null) {
            next.cancel(false);
        }
        listener.gone();
    }
}
