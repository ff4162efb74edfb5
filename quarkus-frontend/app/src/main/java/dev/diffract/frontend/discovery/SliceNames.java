package dev.diffract.frontend.discovery;

import dev.diffract.frontend.core.inference.TritonInstance;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Gives each server of a fleet a name of its own: one that is there keeps its name as long as it may have it, others take the first of theirs that is
 * free. Not thread-safe.
 */
final class SliceNames {

    private static final Logger LOG = Logger.getLogger(SliceNames.class);

    /** Names by targets, as they were given last. */
    private Map<String, String> given = Map.of();

    /** Targets that got no name, which is told once. */
    private Set<String> nameless = Set.of();

    /**
     * A server.
     *
     * @param target its address with the port
     * @param names that it may have, the best one first; at least one
     */
    record Unnamed(String target, List<String> names) {}

    /**
     * @param servers in the order users should see them; of several with one target the first counts
     * @return those that could be given a name, in this order
     */
    List<TritonInstance> given(List<Unnamed> servers) {
        Map<String, Unnamed> byTarget = new LinkedHashMap<>();
        servers.forEach(server -> byTarget.putIfAbsent(server.target(), server));
        Map<String, String> kept = kept(byTarget);
        Set<String> taken = new HashSet<>(kept.values());
        Map<String, String> all = new HashMap<>();
        Set<String> without = new HashSet<>();
        List<TritonInstance> instances = new ArrayList<>();
        for (Unnamed server : byTarget.values()) {
            Optional<String> name = Optional.ofNullable(kept.get(server.target()))
                    .or(() -> server.names().stream().filter(taken::add).findFirst());
            if (name.isPresent()) {
                all.put(server.target(), name.get());
                instances.add(new TritonInstance(name.get(), server.target()));
                tellOther(server, name.get());
            } else {
                without.add(server.target());
                tellLeftOut(server);
            }
        }
        if (!all.isEmpty()) { // no list that leaves nothing is followed where there was something
            given = all;
        }
        nameless = without;
        return instances;
    }

    /** Names that stay: those that servers were given before, and first those that may be no other, because an operator chose them. */
    private Map<String, String> kept(Map<String, Unnamed> servers) {
        Map<String, String> kept = new HashMap<>();
        Set<String> taken = new HashSet<>();
        for (Unnamed server : servers.values()) {
            if (server.names().size() == 1 && taken.add(server.names().get(0))) {
                kept.put(server.target(), server.names().get(0));
            }
        }
        for (Unnamed server : servers.values()) {
            String before = given.get(server.target());
            if (before != null && server.names().contains(before) && taken.add(before)) {
                kept.put(server.target(), before);
            }
        }
        return kept;
    }

    private void tellLeftOut(Unnamed server) {
        if (!nameless.contains(server.target())) {
            LOG.warnf(
                    "the slice at %s is left out: another one is called %s; give its service a name of its own",
                    server.target(), server.names().get(0));
        }
    }

    private void tellOther(Unnamed server, String name) {
        String best = server.names().get(0);
        if (!name.equals(best) && !name.equals(given.get(server.target()))) {
            LOG.infof("the slice at %s is called %s: another one is called %s", server.target(), name, best);
        }
    }
}
