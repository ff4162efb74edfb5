package dev.diffract.frontend.usage;

import java.net.URI;
import java.util.Map;
import java.util.Optional;

/**
 * Where it is told how busy slices are.
 *
 * @param slice name of the slice; empty for all
 * @param host empty for the slice's own
 * @param path from {@code /}
 * @param labels that a series must have to be about the slice
 */
public record UsageSource(
        Optional<String> slice, Optional<String> host, int port, String path, Map<String, String> labels) {

    public UsageSource {
        labels = Map.copyOf(labels);
    }

    /** Whether it tells of a slice. */
    boolean isOf(String name) {
        return slice.isEmpty() || slice.get().equals(name);
    }

    /** @param target host and port of the slice's server */
    URI address(String target) {
        String own = target.substring(0, target.lastIndexOf(':'));
        return URI.create("http://" + host.orElse(own) + ":" + port + path);
    }
}
