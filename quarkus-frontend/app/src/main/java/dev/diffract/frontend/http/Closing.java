package dev.diffract.frontend.http;

import dev.diffract.frontend.service.GenerationService;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * The end of the program, while its port is open still: nothing new is answered but that, what is drawn has its grace, and whoever
 * waits after it is told why. Quarkus says at once that it is not ready, and closes the port when this is over and the last
 * answer is sent.
 */
@ApplicationScoped
class Closing {

    private static final Logger LOG = Logger.getLogger(Closing.class);

    /** After the ids of requests, and before everything that reads them. */
    private static final int ORDER = -990;

    /** For taking what was answered: who does not read it must not keep the program from its end. */
    private static final Duration LAST_ANSWERS = Duration.ofSeconds(5);

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

    private final GenerationService generations;
    private final Refusals refusals;
    private final Answers answers;
    private final Bodies bodies;
    private final Duration grace;
    private volatile boolean closed;

    @Inject
    Closing(GenerationService generations, Refusals refusals, Answers answers, Bodies bodies, Grace grace) {
        this.generations = generations;
        this.refusals = refusals;
        this.answers = answers;
        this.bodies = bodies;
        this.grace = grace.time();
    }

    void install(@Observes Router router) {
        router.route().order(ORDER).handler(request -> {
            if (closed) {
                refuse(request);
            } else {
                request.next();
            }
        });
    }

    private void refuse(RoutingContext context) {
        EarlyAnswers.last(context);
        refusals.refuse(context, Response.Status.SERVICE_UNAVAILABLE.getStatusCode());
    }

    /** On the thread that ends the program: it goes on when this returns. */
    void close(@Observes ShutdownDelayInitiatedEvent stopping) throws InterruptedException {
        closed = true;
        generations.close();
        bodies.close();
        if (!generations.isIdle()) {
            LOG.infof("stopping: what is drawn has %d s", grace.toSeconds());
        }
        long end = System.nanoTime() + grace.toNanos();
        while (!generations.isIdle() && System.nanoTime() < end) {
            TimeUnit.NANOSECONDS.sleep(BETWEEN_LOOKS.toNanos());
        }
        generations.stop();
        long last = System.nanoTime() + LAST_ANSWERS.toNanos();
        while (!answers.isEmpty() && System.nanoTime() < last) {
            TimeUnit.NANOSECONDS.sleep(BETWEEN_LOOKS.toNanos());
        }
        answers.cutOff();
    }
}
