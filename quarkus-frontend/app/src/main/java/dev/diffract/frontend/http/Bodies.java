package dev.diffract.frontend.http;

import dev.diffract.frontend.core.generation.GenerationException;
import dev.diffract.frontend.core.generation.GenerationException.Reason;
import dev.diffract.frontend.intake.Intake;
import dev.diffract.frontend.intake.Visit;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.Response;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;

/**
 * Takes in bodies up to the limit of the request's dialect, announced or not, within the intake's budget; resources read them here, when
 * it is their turn. They come in without a thread that waits, before the resource is called and after it was found: over HTTP/2 nothing
 * can be found for a request that was read already. Quarkus' own limit answers without a dialect.
 */
@ApplicationScoped
public class Bodies {

    private static final String VISIT = "diffract.visit";
    private static final String UPLOAD = "diffract.upload";

    /** After the filters, which give the request its id; before Quarkus' own limit at -2. */
    private static final int ORDER = -100;

    private final Dialects dialects;
    private final Refusals refusals;
    private final Intake intake;
    private final PaceWatches watches;
    private final Set<Upload> coming = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    @Inject
    Bodies(Dialects dialects, Refusals refusals, Intake intake, PaceWatches watches) {
        this.dialects = dialects;
        this.refusals = refusals;
        this.intake = intake;
        this.watches = watches;
    }

    /**
     * Reads the body of a request that reached its resource; it is empty if it has none.
     *
     * @param reading gets the body, and takes from the visit what reading it takes beside; what the visit holds afterwards is kept until
     *     the request is answered
     * @throws dev.diffract.frontend.intake.IntakeFullException if there is no room for what it takes
     */
    public static <T> T read(RoutingContext request, BiFunction<byte[], Visit, T> reading) {
        Visit visit = request.get(VISIT);
        Upload upload = request.remove(UPLOAD);
        return visit.read(() -> reading.apply(upload.take(), visit));
    }

    /** Whoever announces too much is not asked to send it. */
    void install(@Observes Router router) {
        router.route().order(ORDER).handler(request -> {
            if (Announced.length(request.request()) > dialects.of(request).maxBody()) {
                refusals.refuse(request, Response.Status.REQUEST_ENTITY_TOO_LARGE.getStatusCode());
            } else {
                request.next();
            }
        });
    }

    @ServerRequestFilter(nonBlocking = true)
    Uni<Response> takeIn(RoutingContext context, ResteasyReactiveContainerRequestContext rest) {
        if (context.request().isEnded() && !context.request().method().equals(HttpMethod.POST)) {
            return Uni.createFrom().nullItem();
        }
        Departure.watch(context, rest.getServerRequestContext().serverResponse());
        Visit visit = intake.open();
        context.addBodyEndHandler(answered -> visit.close());
        // A handler of Vert.x' would take the place of the REST layer's, by which it learns that nobody waits any more.
        rest.getServerRequestContext().serverResponse().addCloseHandler(visit::close);
        Upload upload = new Upload(context, visit, dialects.of(context).maxBody(), refusals);
        context.put(VISIT, visit).put(UPLOAD, upload);
        Runnable gone = () -> coming.remove(upload);
        context.addBodyEndHandler(answered -> gone.run());
        rest.getServerRequestContext().serverResponse().addCloseHandler(gone);
        coming.add(upload);
        return Uni.createFrom().emitter(ready -> {
            upload.begin(ready, watches);
            if (closed) { // since it was asked for: whoever closed may not have seen it
                upload.giveUp(stopping());
            }
        });
    }

    /** The program ends: who sends a body still is told so, because nothing is drawn for it any more. */
    void close() {
        closed = true;
        coming.forEach(upload -> upload.giveUp(stopping()));
    }

    private static GenerationException stopping() {
        return new GenerationException(Reason.STOPPED, "The frontend is stopping and reads nothing more; ask again.");
    }
}
