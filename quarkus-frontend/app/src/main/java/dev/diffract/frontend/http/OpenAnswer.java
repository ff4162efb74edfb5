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
final class OpenAnswer {

    private static final Logger LOG = Logger.getLogger(OpenAnswer.class);

    private final HttpServerRequest request;
    private final Channel channel;
    private final Unsent unsent;
    private final AnswerMetrics metrics;
    private final Remainder remainder;
    private final AtomicReference<Unsent.Answer> room = new AtomicReference<>();

    /**
     * @param timeout for taking something of it
     * @param over runs when nothing is left of it, maybe more than once
     */
    OpenAnswer(HttpServerRequest request, Duration timeout, Unsent unsent, AnswerMetrics metrics, Runnable over) {
        this.request = request;
        this.channel = ((ConnectionBase) request.connection()).channel();
        this.unsent = unsent;
        this.metrics = metrics;
        this.remainder = new Remainder(
                request,
                timeout,
                () -> {
                    over.run();
                    exchange(null);
                },
                this::tooLate);
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
        long bytes = bytes();
        takeRoom(bytes);
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

    private void takeRoom(long bytes) {
        exchange(unsent.add(channel, bytes, this::giveWay));
    }

    private void exchange(Unsent.Answer next) {
        Unsent.Answer before = room.getAndSet(next);
        if (before != null) {
            before.release();
        }
    }

    private void tooLate() {
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
