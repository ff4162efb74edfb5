package dev.diffract.frontend.dialect;

import io.vertx.ext.web.RoutingContext;

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

    /** What is answered when a request that was understood fails. */
    ErrorAnswer failed(Throwable failure, RoutingContext request);
}
