package dev.diffract.frontend.core.dispatch.policy;

import dev.diffract.frontend.core.dispatch.policy.FleetView.InstanceView;
import dev.diffract.frontend.core.inference.CallShape;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/** Who may be given work of one kind, by their places in the fleet, and how long each takes for it alone. Told apart by identity. */
final class Servers {

    private final FleetView fleet;
    private final Work work;
    private final BitSet candidates;
    private final double[] seconds;
    private final double fastest;

    private Servers(FleetView fleet, Waiting one) {
        this.fleet = fleet;
        this.work = one.work();
        this.candidates = fleet.candidatePlaces(one);
        this.seconds = work.exact().isEmpty()
                ? fleet.speeds().expected(work.shape(), work.cost().rows())
                : filled();
        double least = Double.POSITIVE_INFINITY;
        for (int place = candidates.nextSetBit(0); place >= 0; place = candidates.nextSetBit(place + 1)) {
            least = Math.min(least, seconds[place]);
        }
        this.fastest = candidates.isEmpty() ? 0 : least;
    }

    /** Work that fills its call takes each as many rows as it takes at most. */
    private double[] filled() {
        double[] all = new double[fleet.instances().size()];
        candidates.stream().forEach(place -> {
            InstanceView view = fleet.instances().get(place);
            all[place] = fleet.speeds().expected(place, work.shape(), view.rows(work));
        });
        return all;
    }

    /** Those of all that waits in one decision: of work that failed nowhere and has no conditions they are the same if it is of one kind. */
    static final class Kinds {
        private final FleetView fleet;
        private final Map<Kind, Servers> plain = new HashMap<>();
        private final Map<Long, Servers> others = new HashMap<>();

        private record Kind(String checkpoint, CallShape shape, long rows) {}

        Kinds(FleetView fleet) {
            this.fleet = fleet;
        }

        Servers of(Waiting one) {
            Work work = one.work();
            return one.hasConditions()
                    ? others.computeIfAbsent(one.number(), number -> new Servers(fleet, one))
                    : plain.computeIfAbsent(
                            new Kind(
                                    work.checkpoint(), work.shape(), work.cost().rows()),
                            kind -> new Servers(fleet, one));
        }
    }

    /** Whether nobody may be given it. */
    boolean isEmpty() {
        return candidates.isEmpty();
    }

    /** How many there are. */
    int count() {
        return candidates.cardinality();
    }

    boolean contains(int place) {
        return candidates.get(place);
    }

    /** Their places; not to be changed. */
    BitSet candidates() {
        return candidates;
    }

    /** What a call of it alone takes. */
    double seconds(int place) {
        return seconds[place];
    }

    /** What it takes the fastest of them; 0 without any. */
    double fastest() {
        return fastest;
    }
}
