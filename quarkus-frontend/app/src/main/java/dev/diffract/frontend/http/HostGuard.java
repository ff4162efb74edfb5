package dev.diffract.frontend.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.SocketAddress;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Refuses requests for hosts that this server is not ({@link HostList}). */
@Singleton
final class HostGuard implements Guard {

    static final Refusal NO_HOST = new Refusal(400, "The request names no host: it needs one Host header.");
    private static final Refusal MISDIRECTED = new Refusal(
            421,
            "This server does not go by the host that the request names; " + HostList.KEY
                    + " lists the names that it answers to beside those of loopback.");

    private final HostList hosts;

    @Inject
    HostGuard(HostList hosts) {
        this.hosts = hosts;
    }

    @Override
    public Optional<Refusal> ask(HttpServerRequest request) {
        List<String> asked = asked(request);
        if (asked.isEmpty()) {
            return Optional.of(NO_HOST);
        }
        return asked.stream().allMatch(host -> isKnown(host, request)) ? Optional.empty() : Optional.of(MISDIRECTED);
    }

    private boolean isKnown(String host, HttpServerRequest request) {
        Optional<String> local = Optional.ofNullable(request.localAddress()).map(SocketAddress::hostAddress);
        return Authority.parse(host)
                .filter(authority -> hosts.has(authority, local))
                .isPresent();
    }

    /**
     * Every host that a request names: in the header, in HTTP/2's {@code :authority}, and what a proxy that is believed says; or in
     * the address, if that is a whole one. Two headers of HTTP/1.1 are none.
     */
    private static List<String> asked(HttpServerRequest request) {
        List<String> asked = new ArrayList<>(request.headers().getAll(HttpHeaders.HOST));
        if (request.version() != HttpVersion.HTTP_2 && asked.size() != 1) {
            return List.of();
        }
        Optional<String> addressed = addressed(request);
        if (addressed.isPresent()) {
            return List.of(addressed.get());
        }
        authority(request).ifPresent(asked::add);
        return asked;
    }

    /** The host that a request is for, as it is written there. */
    static Optional<String> authority(HttpServerRequest request) {
        Optional<String> addressed = addressed(request);
        if (addressed.isPresent()) {
            return addressed;
        }
        HostAndPort authority = request.authority();
        if (authority == null) {
            return Optional.ofNullable(request.getHeader(HttpHeaders.HOST));
        }
        return Optional.of(authority.port() < 0 ? authority.host() : authority.host() + ":" + authority.port());
    }

    /** The host of a whole address ({@code GET http://host/path}), as proxies are asked: the header does not count then (RFC 9112, 3.2.2). */
    private static Optional<String> addressed(HttpServerRequest request) {
        String address = request.uri();
        int scheme = address.indexOf("://");
        if (scheme < 0 || address.indexOf('/') < scheme) {
            return Optional.empty();
        }
        int begin = scheme + "://".length();
        int end = begin;
        while (end < address.length() && "/?#".indexOf(address.charAt(end)) < 0) {
            end++;
        }
        return Optional.of(address.substring(begin, end));
    }
}
