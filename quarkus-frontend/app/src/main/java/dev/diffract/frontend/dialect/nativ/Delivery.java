package dev.diffract.frontend.dialect.nativ;

import dev.diffract.frontend.core.generation.RunningGeneration;
import dev.diffract.frontend.http.Departure;
import dev.diffract.frontend.http.HangUp;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.sse.OutboundSseEvent;
import java.time.Duration;
import org.jboss.logging.Logger;

/** The events of a generation on their way to the client for whom it is drawn: when the one is gone, so is the other. */
final class Delivery {

    private static final Logger LOG = Logger.getLogger(Delivery.class);
    private static final Duration PING = Duration.ofSeconds(15);

    /** Looks in the time that a client has to take something. */
    private static final int LOOKS = 4;

    private final RoutingContext request;
    private final EventStream stream;
    private final RunningGeneration running;
    private final Duration timeout;
    private Cancellable pings;
    private Cancellable looks;

    /** @param timeout a client that takes nothing for so long counts as gone */
    Delivery(RoutingContext request, EventStream stream, RunningGeneration running, Duration timeout) {
        this.request = request;
        this.stream = stream;
        this.running = running;
        this.timeout = timeout;
    }

    Multi<OutboundSseEvent> begin() {
        pings = every(PING, stream::ping);
        looks = every(timeout.dividedBy(LOOKS), this::look);
        running.result().whenComplete(stream::end);
        stream.broken().thenRun(running::cancel);
        Departure.of(request, this::leave);
        return stream.events()
                .onCancellation()
                .invoke(running::cancel)
                .onTermination()
                .invoke(this::rest);
    }

    private static Cancellable every(Duration time, Runnable action) {
        return Multi.createFrom()
                .ticks()
                .startingAfter(time)
                .every(time)
                .onOverflow()
                .drop()
                .subscribe()
                .with(tick -> action.run());
    }

    private void look() {
        if (stream.stalled().compareTo(timeout) >= 0) {
            LOG.debugf("the client of generation %s takes nothing any more", running.id());
            leave();
            HangUp.atOnce(request.request());
        }
    }

    /** Maybe before anybody has subscribed, and after everything was told. */
    private void leave() {
        running.cancel();
        rest();
    }

    private void rest() {
        pings.cancel();
        looks.cancel();
    }
}
