package dev.diffract.frontend.http;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.quarkus.vertx.http.runtime.filters.QuarkusRequestWrapper;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * All answers that are due or on their way, until the last byte is handed to the network. Whoever takes nothing of an answer that is
 * complete is cut off after a while: it takes memory, and a place among the connections.
 */
@ApplicationScoped
class Answers {

    private static final Logger LOG = Logger.getLogger(Answers.class);

    /** Before everything that may answer. */
    private static final int PRIORITY = 2500;

    private final Duration timeout;
    private final Set<HttpServerRequest> open = ConcurrentHashMap.newKeySet();

    @Inject
    Answers(WriteTimeout timeout) {
        this.timeout = timeout.time();
    }

    void register(@Observes Filters filters) {
        filters.register(this::follow, PRIORITY);
    }

    private void follow(RoutingContext context) {
        HttpServerRequest request = context.request();
        open.add(request);
        QuarkusRequestWrapper.get(request)
                .addRequestDoneHandler(done ->
                        new Remainder(request, timeout, () -> open.remove(request), () -> cutOff(request)).begin());
        context.next();
    }

    private static void cutOff(HttpServerRequest request) {
        LOG.debugf("a client takes nothing of an answer: its connection is closed");
        HangUp.atOnce(request);
    }

    /** Whether nobody waits for an answer, or for the rest of one. */
    boolean isEmpty() {
        return open.isEmpty();
    }

    /** Ends all that are left, whoever may still wait for them. */
    void cutOff() {
        open.forEach(HangUp::atOnce);
    }
}
