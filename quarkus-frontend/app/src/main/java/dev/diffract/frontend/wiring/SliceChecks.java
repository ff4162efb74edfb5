package dev.diffract.frontend.wiring;

import dev.diffract.frontend.config.SliceTarget;
import dev.diffract.frontend.config.SliceTarget.Kind;
import dev.diffract.frontend.discovery.Lookup.Found;
import dev.diffract.frontend.wiring.Slices.Lookups;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** What may be wrong with slices that are listed anew, each written as one should be; all of one list, in its order. */
final class SliceChecks {

    private final Lookups lookups;
    private final Predicate<String> isListed;

    /** Servers by each of their addresses with the port, as they are written. */
    private final Map<String, String> servers = new HashMap<>();

    private boolean known = true;

    /** @param isListed of hosts that stood in the list before */
    SliceChecks(Lookups lookups, Predicate<String> isListed) {
        this.lookups = lookups;
        this.isListed = isListed;
    }

    /** What is wrong with a slice wherever it is listed: nobody is asked. */
    private static Optional<String> stray(SliceTarget target, Lookups lookups) {
        return target.kind() == Kind.KUBERNETES && lookups.endpoints().isEmpty()
                ? Optional.of(
                        written(target) + ": services of Kubernetes are looked up within a cluster alone, and this"
                                + " program runs in none (KUBERNETES_SERVICE_HOST is not set).")
                : Optional.empty();
    }

    /** A host that stood there before may only be away with its name server. */
    Optional<String> problem(SliceTarget target) {
        return stray(target, lookups).or(() -> {
            try {
                List<Found> found = lookUp(target);
                return target.kind() == Kind.SERVER ? doubled(target, found) : Optional.empty();
            } catch (IOException e) {
                return isListed.test(target.host()) ? Optional.empty() : Optional.of(unknown(target, e));
            }
        });
    }

    /**
     * The same at the start, when hosts may not be known yet, and their name server be away: after the first who is not known nobody is asked, because
     * each may take long.
     */
    Optional<String> problemAtStart(SliceTarget target) {
        return stray(target, lookups).or(() -> {
            try {
                return target.kind() == Kind.SERVER && known ? doubled(target, lookUp(target)) : Optional.empty();
            } catch (IOException e) {
                known = false;
                return Optional.empty();
            }
        });
    }

    private List<Found> lookUp(SliceTarget target) throws IOException {
        return target.kind() == Kind.KUBERNETES
                ? lookups.endpoints().orElseThrow().lookUp(target.host())
                : lookups.names().lookUp(target.host());
    }

    private Optional<String> doubled(SliceTarget target, List<Found> found) {
        Optional<String> other = Optional.empty();
        for (Found address : found) {
            String before =
                    servers.putIfAbsent(address.address().getHostAddress() + " " + target.port(), target.address());
            other = other.or(() -> Optional.ofNullable(before)).filter(written -> !written.equals(target.address()));
        }
        return other.map(written ->
                target.address() + " is the server at " + written + ", which stands there too; a server is one slice.");
    }

    private static String unknown(SliceTarget target, IOException why) {
        return switch (target.kind()) {
            case SERVER ->
                "nobody knows a host '" + target.host() + "'; write a name that can be looked up, or an address.";
            case NAME ->
                "nobody knows a host '" + target.host() + "', whose addresses would be slices; write " + written(target)
                        + " with a name that has one.";
            case KUBERNETES ->
                "nothing is found behind " + written(target) + " (" + why.getMessage()
                        + "); write a service that has endpoints.";
        };
    }

    private static String written(SliceTarget target) {
        return target.kind().prefix() + target.host();
    }
}
