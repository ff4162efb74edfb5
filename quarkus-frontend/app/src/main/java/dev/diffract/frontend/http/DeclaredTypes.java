package dev.diffract.frontend.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Inject;
import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.Priorities;
import java.util.List;
import java.util.Locale;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Refuses bodies that do not say what they are, where a dialect reads one media type: those any web page can send, without the browser
 * asking first. The REST layer takes what is not declared for what is wanted.
 */
class DeclaredTypes {

    private final Dialects dialects;

    @Inject
    DeclaredTypes(Dialects dialects) {
        this.dialects = dialects;
    }

    /** Before the body is read. */
    @ServerRequestFilter(nonBlocking = true, priority = Priorities.AUTHENTICATION)
    void ask(RoutingContext context) {
        if (!HttpMethod.POST.equals(context.request().method())) {
            return;
        }
        List<String> declared = context.request().headers().getAll(HttpHeaders.CONTENT_TYPE);
        dialects.of(context)
                .reads(context)
                .filter(type -> declared.size() != 1 || !type.equals(essence(declared.get(0))))
                .ifPresent(type -> {
                    throw new NotSupportedException();
                });
    }

    /** A media type without its parameters. */
    private static String essence(String declared) {
        int end = declared.indexOf(';');
        return (end < 0 ? declared : declared.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }
}
