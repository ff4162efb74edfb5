package dev.diffract.frontend.discovery;

import dev.diffract.frontend.core.fleet.FleetSource;
import dev.diffract.frontend.core.inference.TritonInstance;
import dev.diffract.frontend.discovery.Lookup.Found;
import dev.diffract.frontend.discovery.SliceNames.Unnamed;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * The slices that an operator lists, who may list others later. A service stands for as many slices as it has servers, which are
 * looked up again and again; while that fails, those are kept that it had. Thread-safe.
 */
public final class ListedFleet implements FleetSource {

    private static final Logger LOG = Logger.getLogger(ListedFleet.class);

    private final Map<By, Lookup> lookups;
    private final List<Consumer<List<TritonInstance>>> followers = new ArrayList<>();
    private final Map<Service, List<Found>> known = new HashMap<>();
    private final Set<Service> failing = new HashSet<>();
    private final SliceNames names = new SliceNames();
    private List<Listed> listed;
    private List<TritonInstance> told;

    /** What stands in the list, by how its servers are found. */
    public enum By {
        /** One server, at its address. */
        ADDRESS,
        /** A name whose addresses are servers. */
        NAME,
        /** A service of Kubernetes, whose endpoints are servers. */
        ENDPOINTS
    }

    private record Service(By by, String host) {}

    /**
     * What stands in the list.
     *
     * @param name of the slice; of a service what the names of its slices begin with
     * @param host name or address, IPv6 addresses in square brackets
     * @param port of gRPC, 1 to 65535
     */
    public record Listed(String name, String host, int port, By by) {}

    /** @param lookups for all kinds of services that stand in the list now or later */
    public ListedFleet(List<Listed> listed, Map<By, Lookup> lookups) {
        this.listed = List.copyOf(listed);
        this.lookups = Map.copyOf(lookups);
        this.told = List.of();
    }

    @Override
    public synchronized void follow(Consumer<List<TritonInstance>> fleet) {
        followers.add(fleet);
        told = instances(listed);
        fleet.accept(told);
    }

    /**
     * Other slices than before from now on, but for no slice at all where there are some.
     *
     * @param others in the order users should see them; names and hosts with their ports differ
     * @return whether these are it now; else nothing has changed
     */
    public synchronized boolean list(List<Listed> others) {
        List<TritonInstance> instances = instances(others);
        if (instances.isEmpty() && !told.isEmpty()) {
            return false;
        }
        listed = List.copyOf(others);
        tell(instances);
        return true;
    }

    /** Whether a slice, or a service, of this host stands in the list. */
    public synchronized boolean lists(String host) {
        return listed.stream().anyMatch(one -> one.host().equals(host));
    }

    /** Looks the names of services up again. */
    public synchronized void lookAgain() {
        if (listed.stream().anyMatch(one -> one.by() != By.ADDRESS)) {
            tell(instances(listed));
        }
    }

    private void tell(List<TritonInstance> instances) {
        told = instances;
        followers.forEach(fleet -> fleet.accept(instances));
    }

    /** A server that stands there twice, by its address and as one of a service, is one slice. */
    private List<TritonInstance> instances(List<Listed> all) {
        return names.given(all.stream().flatMap(one -> unnamed(one).stream()).toList());
    }

    private List<Unnamed> unnamed(Listed one) {
        if (one.by() == By.ADDRESS) {
            return List.of(new Unnamed(one.host() + ":" + one.port(), List.of(one.name())));
        }
        return found(new Service(one.by(), one.host())).stream()
                .map(found -> new Unnamed(literal(found.address()) + ":" + one.port(), names(one, found)))
                .toList();
    }

    /** A pod has a name that says enough, unless one of another namespace has the same; the best first. */
    private static List<String> names(Listed one, Found found) {
        String ofService = one.name() + "-" + found.name();
        boolean unnamed = one.by() == By.ENDPOINTS && one.name().equals(one.host());
        String ofPort = ofService + "-" + one.port();
        return unnamed ? List.of(found.name(), ofService, ofPort) : List.of(ofService, ofPort);
    }

    private List<Found> found(Service service) {
        try {
            List<Found> found =
                    Objects.requireNonNull(lookups.get(service.by())).lookUp(service.host());
            if (failing.remove(service)) {
                LOG.infof("the name %s can be looked up again", service.host());
            }
            known.put(service, found);
            return found;
        } catch (IOException e) {
            List<Found> before = known.getOrDefault(service, List.of());
            if (failing.add(service)) {
                LOG.warnf(
                        "the name %s cannot be looked up (%s): its slices stay as they were, %d",
                        service.host(), e.getMessage(), before.size());
            }
            return before;
        }
    }

    private static String literal(InetAddress address) {
        return address instanceof Inet6Address ? "[" + address.getHostAddress() + "]" : address.getHostAddress();
    }
}
