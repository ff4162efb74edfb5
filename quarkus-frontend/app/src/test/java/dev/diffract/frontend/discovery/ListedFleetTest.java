package dev.diffract.frontend.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.core.fleet.InstanceRegistry;
import dev.diffract.frontend.core.fleet.InstanceSnapshot;
import dev.diffract.frontend.core.inference.TritonInstance;
import dev.diffract.frontend.discovery.ListedFleet.By;
import dev.diffract.frontend.discovery.ListedFleet.Listed;
import dev.diffract.frontend.discovery.Lookup.Found;
import dev.diffract.frontend.testing.LoggedLines;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Slices by their addresses, and those of services whose names somebody answers for. */
class ListedFleetTest {

    private static final Listed A = new Listed("a", "host", 8001, By.ADDRESS);
    private static final Listed B = new Listed("b", "host", 8011, By.ADDRESS);
    private static final Listed SERVICE = new Listed("t", "triton-headless", 8001, By.NAME);

    private final Map<String, List<String>> names = new HashMap<>();
    private final InstanceRegistry registry = new InstanceRegistry(InstantSource.system());

    @Test
    void whatIsListedIsTheFleetAndOtherSlicesMayBeListed() {
        ListedFleet fleet = follow(A);
        assertThat(instances()).containsExactly(new TritonInstance("a", "host:8001"));
        fleet.list(List.of(B, A));
        assertThat(instances())
                .containsExactly(new TritonInstance("b", "host:8011"), new TritonInstance("a", "host:8001"));
    }

    @Test
    void eachAddressOfAServiceIsASlice() {
        names.put("triton-headless", List.of("10.0.0.9", "10.0.0.10", "fd00::7"));
        follow(A, SERVICE);
        assertThat(instances())
                .containsExactly(
                        new TritonInstance("a", "host:8001"),
                        new TritonInstance("t-10.0.0.10", "10.0.0.10:8001"),
                        new TritonInstance("t-10.0.0.9", "10.0.0.9:8001"),
                        new TritonInstance("t-fd00:0:0:0:0:0:0:7", "[fd00:0:0:0:0:0:0:7]:8001"));
    }

    @Test
    void addressesComeAndGoAndTheOthersStayWhatTheyWere() {
        names.put("triton-headless", List.of("10.0.0.1", "10.0.0.2"));
        ListedFleet fleet = follow(SERVICE);
        TritonInstance stays = new TritonInstance("t-10.0.0.2", "10.0.0.2:8001");
        registry.drain(stays);

        names.put("triton-headless", List.of("10.0.0.3", "10.0.0.2"));
        fleet.lookAgain();

        assertThat(instances()).containsExactly(stays, new TritonInstance("t-10.0.0.3", "10.0.0.3:8001"));
        assertThat(registry.drained()).containsExactly(stays);
    }

    @Test
    void whileNobodyAnswersForANameItsSlicesAreKept() {
        names.put("triton-headless", List.of("10.0.0.1"));
        ListedFleet fleet = follow(SERVICE);
        names.clear();
        try (LoggedLines log = new LoggedLines()) {
            fleet.lookAgain();
            fleet.lookAgain();
            assertThat(log.lines())
                    .filteredOn(line -> line.contains("triton-headless cannot be looked up"))
                    .hasSize(1);
        }
        assertThat(instances()).containsExactly(new TritonInstance("t-10.0.0.1", "10.0.0.1:8001"));

        names.put("triton-headless", List.of("10.0.0.2"));
        fleet.lookAgain();
        assertThat(instances()).containsExactly(new TritonInstance("t-10.0.0.2", "10.0.0.2:8001"));
    }

    @Test
    void aServiceThatHasNoAddressYetHasNoSlices() {
        ListedFleet fleet = follow(A, SERVICE);
        assertThat(instances()).hasSize(1);
        names.put("triton-headless", List.of("10.0.0.2"));
        fleet.lookAgain();
        assertThat(instances()).hasSize(2);
    }

    @Test
    void eachEndpointOfAServiceIsASliceThatIsCalledAsItsPod() {
        names.put("triton", List.of("10.0.0.1", "10.0.0.2"));
        follow(new Listed("triton", "triton", 8001, By.ENDPOINTS));
        assertThat(instances())
                .containsExactly(
                        new TritonInstance("triton-0", "10.0.0.1:8001"),
                        new TritonInstance("triton-1", "10.0.0.2:8001"));
        follow(new Listed("big", "triton", 8001, By.ENDPOINTS));
        assertThat(instances()).extracting(TritonInstance::name).containsExactly("big-triton-0", "big-triton-1");
    }

    /** Pods of two namespaces may be called alike; each is a slice, and stays called as it is while the others come and go. */
    @Test
    void podsOfOneNameAreToldApartByTheirServices() {
        Listed one = new Listed("triton.blue", "triton.blue", 8001, By.ENDPOINTS);
        Listed other = new Listed("triton.green", "triton.green", 8001, By.ENDPOINTS);
        names.put("triton.blue", List.of("10.0.0.1"));
        names.put("triton.green", List.of("10.0.0.2", "10.0.0.3"));
        TritonInstance told = new TritonInstance("triton.green-triton-0", "10.0.0.2:8001");
        ListedFleet fleet;
        try (LoggedLines log = new LoggedLines()) {
            fleet = follow(one, other);
            fleet.lookAgain();
            assertThat(log.lines())
                    .containsOnlyOnce(
                            "the slice at 10.0.0.2:8001 is called triton.green-triton-0: another one is called"
                                    + " triton-0");
        }
        assertThat(instances())
                .containsExactly(
                        new TritonInstance("triton-0", "10.0.0.1:8001"),
                        told,
                        new TritonInstance("triton-1", "10.0.0.3:8001"));

        registry.drain(told);
        fleet.list(List.of(other));
        assertThat(registry.drained()).containsExactly(told);
        fleet.list(List.of(one, other));
        assertThat(instances()).extracting(TritonInstance::name).contains("triton-0", "triton.green-triton-0");
        assertThat(registry.drained()).containsExactly(told);
    }

    /** What stands in the list goes before what a service would call another. */
    @Test
    void aNameThatAnOperatorGaveIsNotTakenByAPod() {
        names.put("triton", List.of("10.0.0.1"));
        follow(
                new Listed("triton", "triton", 8001, By.ENDPOINTS),
                new Listed("triton-0", "10.0.0.9", 8001, By.ADDRESS));
        assertThat(instances())
                .containsExactly(
                        new TritonInstance("triton-triton-0", "10.0.0.1:8001"),
                        new TritonInstance("triton-0", "10.0.0.9:8001"));
    }

    @Test
    void aSliceThatNoNameIsLeftForIsLeftOutAndToldOnce() {
        names.put("triton-headless", List.of("10.0.0.1"));
        try (LoggedLines log = new LoggedLines()) {
            ListedFleet fleet = follow(
                    SERVICE,
                    new Listed("t-10.0.0.1", "host", 8001, By.ADDRESS),
                    new Listed("t-10.0.0.1-8001", "host", 8011, By.ADDRESS));
            fleet.lookAgain();
            assertThat(log.lines())
                    .containsOnlyOnce("the slice at 10.0.0.1:8001 is left out: another one is called t-10.0.0.1; give"
                            + " its service a name of its own");
        }
        assertThat(instances())
                .containsExactly(
                        new TritonInstance("t-10.0.0.1", "host:8001"),
                        new TritonInstance("t-10.0.0.1-8001", "host:8011"));
    }

    /** One name may be of both kinds. */
    @Test
    void aNameAndAServiceOfTheSameNameAreTwoThings() {
        names.put("triton-headless", List.of("10.0.0.1"));
        follow(SERVICE, new Listed("pods", "triton-headless", 8011, By.ENDPOINTS));
        assertThat(instances()).extracting(TritonInstance::name).containsExactly("t-10.0.0.1", "pods-triton-0");
    }

    @Test
    void aServerThatIsListedTwiceIsOneSlice() {
        names.put("triton-headless", List.of("10.0.0.1", "10.0.0.2"));
        follow(new Listed("own", "10.0.0.1", 8001, By.ADDRESS), SERVICE);
        assertThat(instances()).extracting(TritonInstance::name).containsExactly("own", "t-10.0.0.2");
    }

    private ListedFleet follow(Listed... listed) {
        ListedFleet fleet = new ListedFleet(
                List.of(listed), Map.of(By.NAME, new NameLookup(this::addresses), By.ENDPOINTS, this::pods));
        fleet.follow(registry::set);
        return fleet;
    }

    private List<Found> pods(String service) throws IOException {
        List<Found> pods = new ArrayList<>();
        for (InetAddress address : addresses(service)) {
            pods.add(new Found("triton-" + pods.size(), address));
        }
        return pods;
    }

    private InetAddress[] addresses(String host) throws UnknownHostException {
        List<String> addresses = names.get(host);
        if (addresses == null) {
            throw new UnknownHostException(host);
        }
        InetAddress[] all = new InetAddress[addresses.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = InetAddress.getByName(addresses.get(i)); // a literal: nobody is asked
        }
        return all;
    }

    private List<TritonInstance> instances() {
        return registry.snapshots().stream().map(InstanceSnapshot::instance).toList();
    }
}
