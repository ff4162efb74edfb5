package dev.diffract.frontend.http;

import dev.diffract.frontend.intake.Body;
import dev.diffract.frontend.intake.IntakeFullException;
import dev.diffract.frontend.intake.Visit;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.StreamResetException;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.core.Response;

/** One body on its way in, and then waiting for its turn. Belongs to the event loop of the connection. */
final class Upload {

    private static final String CONTINUE = "100-continue";

    private final RoutingContext context;
    private final HttpServerRequest request;
    private final Visit visit;
    private final long limit;
    private final Refusals refusals;
    private final Body body;
    private final EventLoop loop;
    private UniEmitter<? super Response> done;
    private PaceWatch watch;

    /**
     * To be called on the event loop.
     *
     * @param visit takes what the body takes
     * @param limit bytes that the body may have
     */
    Upload(RoutingContext context, Visit visit, long limit, Refusals refusals) {
        this.context = context;
        this.request = context.request();
        this.visit = visit;
        this.limit = limit;
        this.refusals = refusals;
        this.body = new Body(visit);
        this.loop = EventLoop.current(context.vertx());
    }

    /** The body; to be asked for once, when it is the request's turn. */
    byte[] take() {
        return body.join();
    }

    /**
     * @param whenReady is completed when the body is there and it is the request's turn, or fails
     */
    void begin(UniEmitter<? super Response> whenReady, PaceWatches watches) {
        done = whenReady;
        visit.whenGivenUp(full -> loop.run(() -> refuse(full)));
        if (request.isEnded()) {
            ask();
            return;
        }
        try {
            visit.announce(Body.cost(Announced.length(request)));
        } catch (IntakeFullException full) {
            refuse(full);
            return;
        }
        watch = watches.begin(this::tooSlow);
        request.handler(this::add);
        request.exceptionHandler(this::broken);
        request.endHandler(end -> {
            watch.stop();
            ask();
        });
        BrokenParts.reads(request);
        if (request.version() == HttpVersion.HTTP_1_1
                && CONTINUE.equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
            context.response().writeContinue();
        }
        request.resume(); // Quarkus pauses requests until somebody wants their bodies
    }

    private void add(Buffer part) {
        watch.received(part.length());
        if (body.length() + part.length() > limit) {
            stop();
            done.fail(new ClientErrorException(Response.Status.REQUEST_ENTITY_TOO_LARGE));
            return;
        }
        try {
            body.add(part.getBytes());
        } catch (IntakeFullException full) {
            refuse(full);
        }
    }

    private void ask() {
        try {
            visit.ask(() -> loop.run(() -> done.complete(null)));
        } catch (IntakeFullException full) {
            done.fail(full);
        }
    }

    /** Answers it as long as it is not here, because nothing would come of it; on any thread. */
    void giveUp(Throwable why) {
        loop.run(() -> {
            if (!request.isEnded()) {
                refuse(why);
            }
        });
    }

    private void refuse(Throwable refusal) {
        stop();
        done.fail(refusal);
    }

    private void stop() {
        if (watch != null) {
            watch.stop();
        }
        forget();
        if (!request.isEnded()) {
            hearNoMore(); // until EarlyAnswers has it
            request.pause();
        }
    }

    private void forget() {
        body.forget();
        visit.keep(0);
    }

    private void hearNoMore() {
        BrokenParts.readsNoMore(request);
        request.handler(part -> {});
        request.endHandler(end -> {});
    }

    private void tooSlow() {
        end(Response.Status.REQUEST_TIMEOUT);
    }

    /** Either nobody is there any more, or what came is no HTTP. */
    private void broken(Throwable failure) {
        watch.stop();
        if (failure instanceof HttpClosedException || failure instanceof StreamResetException) {
            done.fail(failure);
        } else {
            unreadable();
        }
    }

    /** The server closes the connection when this returns, so the answer has to be sent by then: the REST layer would come too late. */
    private void unreadable() {
        forget();
        if (!context.response().ended() && !context.response().closed()) {
            EarlyAnswers.last(context);
            refusals.refuse(context, Response.Status.BAD_REQUEST.getStatusCode());
            HangUp.on(request);
        }
        done.fail(new HttpClosedException("what came was no HTTP"));
    }

    /** Answers, and hears no more of this caller. */
    private void end(Response.Status status) {
        hearNoMore();
        EarlyAnswers.last(context);
        context.addBodyEndHandler(answered -> HangUp.on(request));
        forget();
        done.fail(new ClientErrorException(status));
    }
}
