package dev.diffract.frontend.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.NotSupportedException;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Bodies are read as they come: one that is said to be compressed would be taken for nonsense. */
public final class Encodings {

    /** The one that is read, as an Accept-Encoding header has it. */
    public static final String READ = "identity";

    /** Before bodies are read. */
    private static final int PRIORITY = 1000;

    private Encodings() {}

    /** Whether the body of a request is said to be in an encoding that is not read. */
    public static boolean isUnread(RoutingContext request) {
        String encoding = request.request().getHeader(HttpHeaders.CONTENT_ENCODING);
        return encoding != null && !encoding.isBlank() && !encoding.strip().equalsIgnoreCase(READ);
    }

    /** Refuses them. */
    static class Filter {

        /** @throws NotSupportedException if the body has such an encoding */
        @ServerRequestFilter(nonBlocking = true, priority = PRIORITY)
        void refuse(RoutingContext request) {
            if (isUnread(request)) {
                throw new NotSupportedException();
            }
        }
    }
}
