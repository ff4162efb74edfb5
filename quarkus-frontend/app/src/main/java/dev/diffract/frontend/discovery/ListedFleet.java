package dev.diffract.frontend.discovery;

import dev.diffract.frontend.core.fleet.FleetSource;
import dev.diffract.frontend.core.inference.TritonInstance;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * The slices that an operator lists, who may list others later. The name of a service stands for as many slices as it has addresses, which are
 * looked up again and again; while that fails, those are kept that it had. Thread-safe.
 */
public final class ListedFleet implements FleetSource {

    private static final Logger LOG = Logger.getLogger(ListedFleet.class);

    private final Lookup lookup;
    private final List<Consumer<List<TritonInstance>>> followers = new ArrayList<>();
    private final Map<String, List<InetAddress>> known = new HashMap<>();
    private final Set<String> failing = new HashSet<>();
    private List<Listed> listed;

    /** Looks names up: as {@link InetAddress#getAllByName} does. */
    @FunctionalInterface
    public interface Lookup {

        /**
         * @return the addresses of a host, at least one
         * @throws UnknownHostException if it has none, or nobody can tell
         */
        InetAddress[] addresses(String host) throws UnknownHostException;
    }

    /**
     * What stands in the list.
     *
     * @param name of the slice; of a service what the names of its slices begin with
     * @param host name or address, IPv6 addresses in square brackets
     * @param port of gRPC, 1 to 65535
     * @param service whether each address of the host is a slice
     */
    public record Listed(String name, String host, int port, boolean service) {}

    public ListedFleet(List<Listed> listed, Lookup lookup) {
        this.listed = List.copyOf(listed);
        this.lookup = lookup;
    }

    @Override
    public synchronized void follow(Consumer<List<TritonInstance>> fleet) {
        followers.add(fleet);
        fleet.accept(instances());
    }

    /**
     * Other slices than before from now on.
     *
     * @param others in the order users should see them; names and hosts with their ports differ
     */
    public synchronized void list(List<Listed> others) {
        listed = List.copyOf(others);
        tell();
    }

    /** Whether a slice, or a service, of this host stands in the list. */
    public synchronized boolean lists(String host) {
        return listed.stream().anyMatch(one -> one.host().equals(host));
    }

    /** Whether somebody knows an address of a host. */
    public boolean canBeLookedUp(String host) {
        try {
            return lookup.addresses(host).length > 0;
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** Looks the names of services up again. */
    public synchronized void lookAgain() {
        if (listed.stream().anyMatch(Listed::service)) {
            tell();
        }
    }

    private void tell() {
        List<TritonInstance> instances = instances();
        followers.forEach(fleet -> fleet.accept(instances));
    }

    /** A server that stands there twice, by its address and as one of a service, is one slice. */
    private List<TritonInstance> instances() {
        List<TritonInstance> instances = new ArrayList<>();
        Set<String> names = new HashSet<>();
        Set<String> targets = new HashSet<>();
        for (Listed one : listed) {
            for (TritonInstance instance : instances(one)) {
                if (!names.contains(instance.name()) && targets.add(instance.target())) {
                    names.add(instance.name());
                    instances.add(instance);
                }
            }
        }
        return instances;
    }

    private List<TritonInstance> instances(Listed one) {
        if (!one.service()) {
            return List.of(new TritonInstance(one.name(), one.host() + ":" + one.port()));
        }
        return addresses(one.host()).stream()
                .map(address -> new TritonInstance(
                        one.name() + "-" + address.getHostAddress(), literal(address) + ":" + one.port()))
                .toList();
    }

    /** In an order that stays: name servers change theirs with every answer. */
    private List<InetAddress> addresses(String host) {
        try {
            List<InetAddress> addresses = List.of(lookup.addresses(host)).stream()
                    .sorted(Comparator.comparing(InetAddress::getHostAddress))
                    .toList();
            if (failing.remove(host)) {
                LOG.infof("the name %s can be looked up again", host);
            }
            known.put(host, addresses);
            return addresses;
        } catch (UnknownHostException e) {
            List<InetAddress> before = known.getOrDefault(host, List.of());
            if (failing.add(host)) {
                LOG.warnf(
                        "the name %s cannot be looked up (%s): its slices stay as they were, %d",
                        host, e.getMessage(), before.size());
            }
            return before;
        }
    }

    private static String literal(InetAddress address) {
        return address instanceof Inet6Address ? "[" + address.getHostAddress() + "]" : address.getHostAddress();
    }
}
