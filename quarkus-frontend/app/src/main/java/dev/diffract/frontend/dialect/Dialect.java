package dev.diffract.frontend.dialect;

import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.Set;

/** A way of asking for pictures over HTTP, with addresses, limits and errors of its own. */
public interface Dialect {

    /** Whether an address (a normalized path) is this dialect's. No address has two. */
    boolean owns(String path);

    /** Bytes that a body may have. */
    long maxBody();

    /**
     * What is answered when HTTP itself refuses a request: there is nothing at its address, its method or media type is
     * none of the address's, its body is too large.
     *
     * @param status 400 to 599
     */
    ErrorAnswer refused(int status, RoutingContext request);

    /**
     * What is answered when a request is refused for where it comes from or what it is for, whatever there is at its address.
     *
     * @param status 400 to 499
     * @param sentence why, and what would be right
     */
    ErrorAnswer refused(int status, String sentence, RoutingContext request);

    /** The media type that a body sent to the request's address must declare; empty if none is demanded. */
    default Optional<String> reads(RoutingContext request) {
        return Optional.empty();
    }

    /** The methods that the request's address knows; of an address where nothing is, those by which one hears that. */
    default Set<String> methods(RoutingContext request) {
        return Set.of("GET", "HEAD");
    }

    /** What is answered when a request that was understood fails. */
    ErrorAnswer failed(Throwable failure, RoutingContext request);
}
