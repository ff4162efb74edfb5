package dev.diffract.frontend.service;

import java.util.List;
import java.util.function.Predicate;

/**
 * Some of those who ask for pictures, by their addresses.
 *
 * @param networks that they are in
 */
public record CallerSet(List<Network> networks) implements Predicate<String> {

    public CallerSet {
        networks = List.copyOf(networks);
    }

    /**
     * @param entries addresses and networks, such as {@code 10.0.0.0/8}
     * @throws IllegalArgumentException if one is neither, with a message for whoever wrote it
     */
    public static CallerSet parse(List<String> entries) {
        return new CallerSet(entries.stream()
                .map(entry -> Network.parse(entry)
                        .orElseThrow(() -> new IllegalArgumentException(
                                "'" + entry.strip() + "' is neither an address nor a network such as 10.0.0.0/8")))
                .toList());
    }

    @Override
    public boolean test(String caller) {
        return Network.address(caller)
                .filter(address -> networks.stream().anyMatch(network -> network.has(address)))
                .isPresent();
    }
}
