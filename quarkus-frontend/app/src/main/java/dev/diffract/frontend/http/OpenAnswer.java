package dev.diffract.frontend.http;

import dev.diffract.frontend.metrics.AnswerMetrics;
import io.netty.channel.Channel;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.impl.ConnectionBase;
import jakarta.ws.rs.core.HttpHeaders;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * One answer, from its request until the last byte is handed to the network; in the end it has no room in {@link Unsent}. What is made of it
 * counts at once, on the thread that makes it; what is left of it is known on the event loop alone. Thread-safe.
 */
final class OpenAnswer implements Remainder.Listener, Unsent.Owner {

    private static final Logger LOG = Logger.getLogger(OpenAnswer.class);

    private final HttpServerRequest request;
    private final AnswerMetrics metrics;
    private final Runnable over;
    private final Remainder remainder;
    private final Unsent.Answer room;

    /** Bytes of it that have certainly been taken: those that were written at one look, and not left at the next. */
    private volatile long taken;

    private long written;

    /**
     * @param timeout for taking something of it
     * @param over runs when nothing is left of it, maybe more than once
     */
    OpenAnswer(HttpServerRequest request, Duration timeout, Unsent unsent, AnswerMetrics metrics, Runnable over) {
        Channel channel = ((ConnectionBase) request.connection()).channel();
        this.request = request;
        this.metrics = metrics;
        this.over = over;
        this.remainder = new Remainder(request, request.response()::bytesWritten, timeout, this);
        this.room = unsent.expect(channel, this);
    }

    void follow() {
        remainder.begin();
    }

    /** Its head is made. Files are read as they are taken, so it may be long until they are complete; events have no length. */
    void begun() {
        if (request.response().headers().contains(HttpHeaders.CONTENT_LENGTH)) {
            room.made(0);
            remainder.begun();
        }
    }

    /** All of it is made. Of events, which are made one after the other as they are taken, only the last ones can be left. */
    void complete() {
        long bytes = bytes();
        room.made(Math.max(0, bytes - taken));
        remainder.complete(bytes);
    }

    /** Nothing more is made of it: all of it was, or its client took it back. */
    void ended() {
        remainder.complete(bytes());
    }

    /** Of HTTP/2, what is on its way to the connection's thread is not counted as written yet. */
    private long bytes() {
        HttpServerResponse response = request.response();
        String announced = response.headers().get(HttpHeaders.CONTENT_LENGTH);
        boolean whole = announced != null && !request.method().equals(HttpMethod.HEAD);
        return Math.max(response.bytesWritten(), whole ? Long.parseLong(announced) : 0);
    }

    @Override
    public void look() {
        remainder.look();
    }

    @Override
    public void giveWay(boolean reading, Runnable done) {
        remainder.giveWay(reading, this::makeWay, room::spare, done);
    }

    @Override
    public void looked(long left, boolean moves, boolean complete) {
        taken = Math.max(taken, written - left);
        written = request.response().bytesWritten();
        room.left(left, moves, complete);
    }

    @Override
    public long onConnection() {
        return room.onConnection();
    }

    @Override
    public void gone() {
        over.run();
        room.release();
    }

    @Override
    public void stuck() {
        LOG.debugf("a client takes nothing of an answer: its connection is closed");
        metrics.tooLate();
        HangUp.atOnce(request);
    }

    private void makeWay() {
        LOG.debugf("others need the memory of an answer that nobody takes: its connection is closed");
        metrics.gaveWay();
        HangUp.atOnce(request);
    }
}
