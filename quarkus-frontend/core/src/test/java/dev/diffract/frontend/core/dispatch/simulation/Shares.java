package dev.diffract.frontend.core.dispatch.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.core.admission.Standing;
import dev.diffract.frontend.core.dispatch.simulation.VirtualPicture.State;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What callers of the usual class were given while they waited: of two that both do, hardly more than the other. */
final class Shares {

    /** What one was given beyond the other when both began to wait. */
    private final Map<String, Double> before = new HashMap<>();

    void look(World world) {
        Map<String, Double> given = new TreeMap<>();
        Map<String, Double> largest = new HashMap<>();
        Map<String, Boolean> waiting = new HashMap<>();
        for (VirtualPicture one : world.pictures()) {
            if (one.order().priority() == Standing.USUAL) {
                String caller = one.order().caller();
                boolean waits = one.state() == State.AT_THE_DOOR;
                given.merge(caller, one.hasBegun() ? one.order().cost() : 0, Double::sum);
                largest.merge(caller, one.order().cost(), Math::max);
                waiting.merge(caller, waits, Boolean::logicalOr);
            }
        }
        Set<String> callers = given.keySet();
        for (String one : callers) {
            for (String other : callers) {
                compare(
                        one + " and " + other,
                        given.getOrDefault(one, 0.0) - given.getOrDefault(other, 0.0),
                        waiting.getOrDefault(one, false) && waiting.getOrDefault(other, false),
                        2 * (largest.getOrDefault(one, 0.0) + largest.getOrDefault(other, 0.0)));
            }
        }
    }

    private void compare(String pair, double difference, boolean bothWait, double bound) {
        if (!bothWait) {
            before.remove(pair);
        } else {
            double first = before.computeIfAbsent(pair, key -> difference);
            assertThat(difference - first).as("given while both wait, " + pair).isLessThanOrEqualTo(bound);
        }
    }
}
