package dev.diffract.frontend.dialect.nativ;

import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.NotAcceptableException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * What the REST layer does otherwise than HTTP says, decided before it looks: it takes a weight of 0 in an Accept header for
 * consent, lists HEAD where nothing can be read, and methods where nothing is at all.
 */
class Negotiation {

    /**
     * @return the answer to OPTIONS
     * @throws NotFoundException if nothing is at the address whose methods are asked for
     * @throws NotAcceptableException if the address has none of the types that are accepted
     */
    @ServerRequestFilter(preMatching = true, nonBlocking = true)
    Optional<Response> negotiate(ContainerRequestContext context, RoutingContext request) {
        String path = request.normalizedPath();
        if (Route.isBelowRoot(path) && context.getMethod().equals(HttpMethod.OPTIONS)) {
            return Optional.of(Response.ok()
                    .header(
                            HttpHeaders.ALLOW,
                            Route.at(path).orElseThrow(NotFoundException::new).allowed())
                    .build());
        }
        Optional<Route> route = Route.at(path).filter(found -> found.knows(context.getMethod()));
        List<String> accepted = context.getHeaders().get(HttpHeaders.ACCEPT);
        if (route.isPresent() && accepted != null && !accepted.isEmpty()) {
            String best = route.get().best(String.join(",", accepted)).orElseThrow(NotAcceptableException::new);
            context.getHeaders().putSingle(HttpHeaders.ACCEPT, best);
        }
        return Optional.empty();
    }
}
