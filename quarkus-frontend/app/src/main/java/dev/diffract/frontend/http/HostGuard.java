package dev.diffract.frontend.http;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Refuses requests for hosts that this server is not ({@link HostList}). Health and metrics, on their own port, are not asked. */
@ApplicationScoped
class HostGuard {

    private static final int BAD_REQUEST = 400;
    private static final int MISDIRECTED = 421;

    /** After the request has its id, before anything else. */
    private static final int PRIORITY = 900;

    private final HostList hosts;
    private final Refusals refusals;

    @Inject
    HostGuard(HostList hosts, Refusals refusals) {
        this.hosts = hosts;
        this.refusals = refusals;
    }

    void register(@Observes Filters filters) {
        filters.register(this::ask, PRIORITY);
    }

    private void ask(RoutingContext context) {
        List<String> asked = asked(context.request());
        if (asked.isEmpty()) {
            refusals.refuse(context, BAD_REQUEST, "The request names no host: it needs one Host header.");
        } else if (asked.stream().allMatch(host -> isKnown(host, context.request()))) {
            context.next();
        } else {
            refusals.refuse(
                    context,
                    MISDIRECTED,
                    "This server does not go by the host that the request names; " + HostList.KEY
                            + " lists the names that it answers to beside those of loopback.");
        }
    }

    private boolean isKnown(String host, HttpServerRequest request) {
        Optional<String> local = Optional.ofNullable(request.localAddress()).map(SocketAddress::hostAddress);
        return Authority.parse(host)
                .filter(authority -> hosts.has(authority, local))
                .isPresent();
    }

    /**
     * Every host that a request names: in the header, in HTTP/2's {@code :authority}, and what a proxy that is believed says. Two
     * headers of HTTP/1.1 are none.
     */
    private static List<String> asked(HttpServerRequest request) {
        List<String> asked = new ArrayList<>(request.headers().getAll(HttpHeaders.HOST));
        if (request.version() != HttpVersion.HTTP_2 && asked.size() != 1) {
            return List.of();
        }
        authority(request).ifPresent(asked::add);
        return asked;
    }

    /** The host that a request is for, as it is written there. */
    static Optional<String> authority(HttpServerRequest request) {
        HostAndPort authority = request.authority();
        if (authority == null) {
            return Optional.ofNullable(request.getHeader(HttpHeaders.HOST));
        }
        return Optional.of(authority.port() < 0 ? authority.host() : authority.host() + ":" + authority.port());
    }
}
