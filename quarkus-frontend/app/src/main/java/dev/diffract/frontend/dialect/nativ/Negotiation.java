package dev.diffract.frontend.dialect.nativ;

import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.NotAcceptableException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * What the REST layer does otherwise than HTTP says, decided before it looks: it takes a weight of 0 in an Accept header for
 * consent, and lists HEAD where nothing can be read.
 */
class Negotiation {

    /**
     * @return the answer to OPTIONS
     * @throws NotAcceptableException if the address has none of the types that are accepted
     */
    @ServerRequestFilter(preMatching = true, nonBlocking = true)
    Optional<Response> negotiate(ContainerRequestContext context, RoutingContext request) {
        Optional<Route> route = Route.at(request.normalizedPath()).filter(found -> found.knows(context.getMethod()));
        if (route.isPresent() && context.getMethod().equals(HttpMethod.OPTIONS)) {
            return Optional.of(Response.ok()
                    .header(HttpHeaders.ALLOW, route.get().allowed())
                    .build());
        }
        List<String> accepted = context.getHeaders().get(HttpHeaders.ACCEPT);
        if (route.isPresent() && accepted != null && !accepted.isEmpty()) {
            String best = route.get().best(String.join(",", accepted)).orElseThrow(NotAcceptableException::new);
            context.getHeaders().putSingle(HttpHeaders.ACCEPT, best);
        }
        return Optional.empty();
    }
}
