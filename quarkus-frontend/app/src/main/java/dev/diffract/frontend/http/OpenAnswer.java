package dev.diffract.frontend.http;

import dev.diffract.frontend.metrics.AnswerMetrics;
import io.netty.channel.Channel;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.impl.ConnectionBase;
import jakarta.ws.rs.core.HttpHeaders;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;

/** One answer, from its request until the last byte is handed to the network; in the end it has no room in {@link Unsent}. Thread-safe. */
final class OpenAnswer implements Remainder.Listener {

    private static final Logger LOG = Logger.getLogger(OpenAnswer.class);

    private final HttpServerRequest request;
    private final Channel channel;
    private final Unsent unsent;
    private final AnswerMetrics metrics;
    private final Runnable over;
    private final Remainder remainder;
    private final AtomicReference<Unsent.Answer> room = new AtomicReference<>();

    /** Bytes that were gone when nothing waited to be taken the last time. */
    private volatile long taken;

    private volatile boolean made;

    /**
     * @param timeout for taking something of it
     * @param over runs when nothing is left of it, maybe more than once
     */
    OpenAnswer(HttpServerRequest request, Duration timeout, Unsent unsent, AnswerMetrics metrics, Runnable over) {
        this.request = request;
        this.channel = ((ConnectionBase) request.connection()).channel();
        this.unsent = unsent;
        this.metrics = metrics;
        this.over = over;
        this.remainder = new Remainder(request, timeout, this);
    }

    void follow() {
        remainder.begin();
    }

    /** Its head is made. Files are read as they are taken, so it may be long until they are complete; events have no length. */
    void begun() {
        if (request.response().headers().contains(HttpHeaders.CONTENT_LENGTH)) {
            takeRoom(0);
            remainder.begun();
        }
    }

    /** All of it is made. */
    void complete() {
        made = true;
        remainder.complete(bytes());
    }

    /** Nothing more is made of it: all of it was, or its client took it back. */
    void ended() {
        remainder.complete(bytes());
    }

    /** Sees at once whether it has been taken, if it is one of this connection's; on the connection's event loop. */
    void lookIfOn(Channel connection) {
        if (channel == connection) {
            remainder.lookNow();
        }
    }

    /**
     * What may be on this side still. Of HTTP/2, what is on its way to the connection's thread is not counted as written yet; of events, most
     * was taken while the rest was made.
     */
    private long bytes() {
        HttpServerResponse response = request.response();
        String announced = response.headers().get(HttpHeaders.CONTENT_LENGTH);
        boolean whole = announced != null && !request.method().equals(HttpMethod.HEAD);
        return Math.max(response.bytesWritten(), whole ? Long.parseLong(announced) : 0) - taken;
    }

    /** Gives back what it had before, so that it never has to make room for itself. */
    private void takeRoom(long bytes) {
        exchange(null);
        exchange(unsent.add(channel, bytes, () -> remainder.unlessOver(this::giveWay)));
    }

    private void exchange(Unsent.Answer next) {
        Unsent.Answer before = room.getAndSet(next);
        if (before != null) {
            before.release();
        }
    }

    @Override
    public void waits(long bytes) {
        takeRoom(made ? bytes : 0);
    }

    @Override
    public void gone() {
        over.run();
        exchange(null);
    }

    @Override
    public void looked(boolean waits, boolean moved) {
        if (!waits) {
            taken = request.response().bytesWritten();
        }
        Unsent.Answer now = room.get();
        if (now != null) {
            now.moved(moved);
        }
    }

    @Override
    public void stuck() {
        LOG.debugf("a client takes nothing of an answer: its connection is closed");
        metrics.tooLate();
        HangUp.atOnce(request);
    }

    private void giveWay() {
        LOG.debugf("others need the memory of an answer that nobody takes: its connection is closed");
        metrics.gaveWay();
        HangUp.atOnce(request);
    }
}
