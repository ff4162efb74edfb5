package dev.diffract.frontend.http;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The names that this server goes by. Any name can be made to lead here by whoever owns it, and a page of that name then counts as
 * this server's own; so a name is answered to only if it is known: those of loopback, the address that a connection came to, and
 * what is configured.
 */
public final class HostList {

    /** The configuration's key of further names. */
    public static final String KEY = "diffract.http.hosts";

    private final Set<String> hosts;

    private HostList(Set<String> hosts) {
        this.hosts = Set.copyOf(hosts);
    }

    /**
     * @param hosts names and addresses beside those that are known anyway; IPv6 addresses with or without brackets
     * @throws IllegalArgumentException with a sentence, if one of them is none
     */
    public static HostList of(Collection<String> hosts) {
        return new HostList(hosts.stream().map(HostList::host).collect(Collectors.toSet()));
    }

    /** Whether a name, with or without a port, is one that leads here from this machine only. */
    public static boolean isLoopback(String host) {
        return literal(host).map(Authority::isLoopback).orElse(false);
    }

    /**
     * @param local the address of this machine that the request came to, if it is known
     */
    boolean has(Authority asked, Optional<String> local) {
        return asked.isLoopback()
                || hosts.contains(asked.host())
                || local.flatMap(HostList::literal)
                        .map(Authority::host)
                        .filter(asked.host()::equals)
                        .isPresent();
    }

    private static String host(String text) {
        return literal(text.trim())
                .filter(authority ->
                        authority.port() == Authority.NONE && !text.trim().endsWith(":"))
                .map(Authority::host)
                .orElseThrow(() -> new IllegalArgumentException(
                        "'" + text + "' is no host: write a name or an address without a scheme, a port or a star,"
                                + " for example diffract.example.org"));
    }

    /** IPv6 addresses have brackets only where a port may follow. */
    private static Optional<Authority> literal(String host) {
        int colon = host.indexOf(':');
        boolean bare = colon >= 0 && host.indexOf(':', colon + 1) >= 0 && !host.startsWith("[");
        return Authority.parse(bare ? "[" + host + "]" : host);
    }
}
