package dev.diffract.frontend.http;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.UUID;
import java.util.regex.Pattern;

/** Gives every request an id, the caller's own if it is fit for logs and headers, and every answer the same one. */
@ApplicationScoped
public class RequestIds {

    public static final String HEADER = "X-Request-Id";

    private static final String KEY = "diffract.request-id";
    private static final int PRIORITY = 1000;
    private static final Pattern FIT = Pattern.compile("[A-Za-z0-9._:/+=-]{1,128}");

    void register(@Observes Filters filters) {
        filters.register(
                request -> {
                    give(request);
                    request.next();
                },
                PRIORITY);
    }

    /** Gives a request an id that no filter gave one: those of the management port. */
    public static void give(RoutingContext request) {
        String given = request.request().getHeader(HEADER);
        String id = given != null && FIT.matcher(given).matches()
                ? given
                : UUID.randomUUID().toString();
        request.put(KEY, id);
        request.response().putHeader(HEADER, id);
    }

    /** The id of a request. */
    public static String of(RoutingContext request) {
        String id = request.get(KEY);
        return id == null ? "none" : id;
    }
}
