package dev.diffract.frontend.dialect.admin;

import dev.diffract.frontend.dialect.ErrorAnswer;
import dev.diffract.frontend.http.RequestIds;
import dev.diffract.frontend.service.FleetException;
import dev.diffract.frontend.service.FleetService;
import dev.diffract.frontend.service.SwitchService;
import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * The addresses of the fleet at the management port, where the REST layer is not. What changes something must say that it is JSON, which no page of
 * another site can have a browser say unasked, and must not come from a browser at all: those send {@code Origin} with everything that changes
 * something, whatever name a page goes by.
 */
@ApplicationScoped
class FleetRoutes {

    private static final Logger LOG = Logger.getLogger(FleetRoutes.class);

    static final String FLEET = AdminDialect.ROOT + "/fleet";

    private static final String SLICE = FLEET + "/slices/:name";
    private static final String FORCE = "force";
    private static final List<String> OF_BROWSERS = List.of("Origin", "Sec-Fetch-Site");

    private final AdminDialect dialect;
    private final FleetService fleet;
    private final SwitchService switches;

    @Inject
    FleetRoutes(AdminDialect dialect, FleetService fleet, SwitchService switches) {
        this.dialect = dialect;
        this.fleet = fleet;
        this.switches = switches;
    }

    void install(@Observes ManagementInterface management) {
        Router router = management.router();
        router.route(AdminDialect.ROOT + "/*").handler(context -> {
            RequestIds.give(context);
            context.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
            context.next();
        });
        router.get(FLEET)
                .handler(context ->
                        answer(context, Set.of(), asked -> FleetAnswer.of(fleet.members(), switches.state())));
        change(
                router,
                SLICE + "/drain",
                Set.of(FORCE),
                context -> FleetAnswer.Slice.of(
                        fleet.drain(context.pathParam("name"), SwitchParameters.flag(context.queryParams(), FORCE))));
        change(
                router,
                SLICE + "/undrain",
                Set.of(),
                context -> FleetAnswer.Slice.of(fleet.undrain(context.pathParam("name"))));
        change(router, FLEET + "/reload", Set.of(), context -> reloaded());
        change(
                router,
                FLEET + "/switch",
                SwitchParameters.NAMES,
                context -> FleetAnswer.Switch.of(switches.begin(SwitchParameters.read(context.queryParams()))));
        change(router, FLEET + "/rollback", Set.of(), context -> FleetAnswer.Switch.of(switches.rollBack()));
        refuseOthers(router, FLEET, "GET");
        router.route(AdminDialect.ROOT + "/*").handler(context -> send(context, dialect.refused(404, context)));
    }

    private void change(Router router, String path, Set<String> known, Function<RoutingContext, Record> work) {
        router.post(path).blockingHandler(context -> {
            Optional<ErrorAnswer> refusal = refusal(context);
            if (refusal.isPresent()) {
                send(context, refusal.get());
            } else {
                answer(context, known, work);
            }
        });
        refuseOthers(router, path, "POST");
    }

    private void refuseOthers(Router router, String path, String allowed) {
        router.route(path).handler(context -> {
            context.response().putHeader(HttpHeaders.ALLOW, allowed);
            send(context, dialect.refused(405, context));
        });
    }

    private Optional<ErrorAnswer> refusal(RoutingContext context) {
        if (OF_BROWSERS.stream().anyMatch(context.request().headers()::contains)) {
            return Optional.of(dialect.answer(
                    ProblemKind.BROWSER,
                    "This is for operators' programs, and a browser asked for it; 'diffract fleet' does.",
                    context));
        }
        String type = Optional.ofNullable(context.request().getHeader(HttpHeaders.CONTENT_TYPE))
                .orElse("");
        int parameters = type.indexOf(';');
        String essence = (parameters < 0 ? type : type.substring(0, parameters)).trim();
        return essence.equalsIgnoreCase(MediaType.APPLICATION_JSON)
                ? Optional.empty()
                : Optional.of(dialect.answer(
                        ProblemKind.UNSUPPORTED_MEDIA_TYPE,
                        "What changes the fleet says Content-Type: application/json, although it has no body.",
                        context));
    }

    private FleetAnswer.Reload reloaded() {
        FleetService.Change change = fleet.reload();
        return new FleetAnswer.Reload(change.come(), change.gone(), FleetAnswer.slices(fleet.members()));
    }

    private void answer(RoutingContext context, Set<String> known, Function<RoutingContext, Record> work) {
        try {
            Optional<String> stranger = context.queryParams().names().stream()
                    .filter(name -> !known.contains(name))
                    .findFirst();
            if (stranger.isPresent()) {
                throw new WrongParameterException("There is no parameter '" + stranger.get() + "' here"
                        + (known.isEmpty() ? "." : "; there is " + String.join(", ", known) + "."));
            }
            byte[] body = dialect.bytes(work.apply(context));
            context.response().putHeader(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON);
            end(context, 200, body);
        } catch (FleetException refusal) {
            send(context, dialect.failed(refusal, context));
        } catch (WrongParameterException wrong) {
            send(context, dialect.answer(ProblemKind.INVALID_REQUEST, wrong.getMessage(), context));
        } catch (RuntimeException fault) {
            LOG.errorf(fault, "request %s: unforeseen failure", RequestIds.of(context));
            send(context, dialect.failed(fault, context));
        }
    }

    private static void send(RoutingContext context, ErrorAnswer answer) {
        context.response().putHeader(HttpHeaders.CONTENT_TYPE, answer.mediaType());
        end(context, answer.status(), answer.body());
    }

    private static void end(RoutingContext context, int status, byte[] body) {
        context.response().setStatusCode(status).end(Buffer.buffer(body));
    }
}
