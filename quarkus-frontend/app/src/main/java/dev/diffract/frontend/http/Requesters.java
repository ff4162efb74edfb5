package dev.diffract.frontend.http;

import dev.diffract.frontend.core.dispatch.policy.Caller;
import dev.diffract.frontend.service.Requester;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;

/** Who asks, as far as a request over HTTP says. */
public final class Requesters {

    private Requesters() {}

    /**
     * The caller is known by the address that the request comes from. What a proxy says of it counts only where Quarkus is told to
     * believe proxies ({@code quarkus.http.proxy.*}); else the proxy is the caller.
     */
    public static Requester of(RoutingContext request) {
        return new Requester(
                RequestIds.of(request), caller(request.request().remoteAddress()), RequestSpans.of(request));
    }

    private static Caller caller(SocketAddress remote) {
        if (remote == null) { // it has gone
            return Caller.ANYBODY;
        }
        String address = remote.hostAddress() == null ? remote.host() : remote.hostAddress();
        return address == null ? Caller.ANYBODY : new Caller(address);
    }
}
