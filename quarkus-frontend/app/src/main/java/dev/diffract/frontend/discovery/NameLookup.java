package dev.diffract.frontend.discovery;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Asks name servers: each address of a name is a server, and called so. */
public final class NameLookup implements Lookup {

    private final Resolver resolver;

    /** Looks names up: as {@link InetAddress#getAllByName} does. */
    @FunctionalInterface
    public interface Resolver {

        /**
         * @return the addresses of a host, at least one
         * @throws UnknownHostException if it has none, or nobody can tell
         */
        InetAddress[] addresses(String host) throws UnknownHostException;
    }

    public NameLookup(Resolver resolver) {
        this.resolver = resolver;
    }

    /** Name servers change the order with every answer. */
    @Override
    public List<Found> lookUp(String name) throws UnknownHostException {
        return Arrays.stream(resolver.addresses(name))
                .map(address -> new Found(address.getHostAddress(), address))
                .sorted(Comparator.comparing(Found::name))
                .toList();
    }
}
