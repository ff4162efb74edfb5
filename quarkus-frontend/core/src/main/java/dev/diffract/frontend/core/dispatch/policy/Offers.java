package dev.diffract.frontend.core.dispatch.policy;

import dev.diffract.frontend.core.dispatch.policy.FleetView.InstanceView;
import dev.diffract.frontend.core.dispatch.policy.Urgency.Ranked;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What those with room could be given of work of one class: each what is most urgent of what it can do. */
final class Offers {

    /**
     * Calls shorter than this go to an instance while it is still at the one before: it would idle for a good part of their time while an
     * answer travels. Seconds.
     */
    private static final double SHORT = 0.02;

    /** Instances whose times differ by less are taken for equally fast: they take turns. In times of the faster one's, and seconds. */
    private static final double ALIKE = 1.25;

    private static final double ALIKE_SECONDS = 0.002;

    private final FleetView fleet;

    /** The most urgent of all that the same instances can do, the most urgent of these first. */
    private final List<Ranked> heads = new ArrayList<>();

    /** @param ranked the most urgent first */
    Offers(List<Ranked> ranked, FleetView fleet) {
        this.fleet = fleet;
        Set<Servers> seen = new HashSet<>();
        Servers last = null;
        for (Ranked one : ranked) {
            if (!one.servers().equals(last) && seen.add(one.servers())) {
                heads.add(one);
            }
            last = one.servers();
        }
    }

    /**
     * An instance with room, and work that it can do.
     *
     * @param place where the instance stands in the fleet
     * @param seconds of a call of that work alone
     */
    record Offer(int place, InstanceView view, Ranked most, double seconds) {

        /** Whether nobody does it faster, busy ones included. */
        boolean isFastest() {
            return isAsFastAs(seconds, most.servers().fastest());
        }

        /** Nobody waits for what it is given: others do that, too. */
        boolean isOnTrial() {
            return view.outlook().isOnTrial() && most.servers().count() > 1;
        }

        /** Whether it did not do what it was given last, or has answered nothing yet, and others can do it. */
        boolean mayFail() {
            Outlook outlook = view.outlook();
            return (outlook.failures() > 0 || outlook.times().isEmpty())
                    && most.servers().count() > 1;
        }

        /** Of equally fast ones: whose instance has less to do, or else was chosen longer ago. */
        private boolean comesBefore(Offer other) {
            int less =
                    Integer.compare(view.outlook().calls(), other.view.outlook().calls());
            return less < 0 || (less == 0 && view.lastChosen() < other.view.lastChosen());
        }
    }

    private static boolean isAsFastAs(double seconds, double other) {
        return seconds <= ALIKE * other + ALIKE_SECONDS;
    }

    /** Whether an instance may have room for a call that takes it so long. */
    static boolean mayHaveRoom(InstanceView view, double seconds) {
        int calls = view.outlook().calls();
        return calls == 0 || (calls == 1 && seconds < SHORT);
    }

    /** Whether it has. Until it has answered anything it gets one call at a time, and none goes ahead behind one of a higher class. */
    private static boolean hasRoom(InstanceView view, Ranked most, double seconds) {
        Outlook outlook = view.outlook();
        return mayHaveRoom(view, seconds)
                && (outlook.calls() == 0
                        || (most.priority() >= outlook.priority()
                                && !outlook.times().isEmpty()));
    }

    /** What an instance is offered; null if it has no room, or can do nothing. */
    private @Nullable Offer of(int place) {
        for (Ranked most : heads) {
            if (most.servers().contains(place)) {
                InstanceView view = fleet.instances().get(place);
                double seconds = most.servers().seconds(place);
                return hasRoom(view, most, seconds) ? new Offer(place, view, most, seconds) : null;
            }
        }
        return null;
    }

    /** Of those that are asked the one that does it fastest; of equally fast ones the one that was chosen longest ago. Null if none has room. */
    @Nullable
    Offer best(BitSet asked) {
        BitSet alike = new BitSet();
        double least = Double.POSITIVE_INFINITY;
        for (int place = asked.nextSetBit(0); place >= 0; place = asked.nextSetBit(place + 1)) {
            Offer offer = of(place);
            if (offer != null && offer.isOnTrial()) { // what it gets others can have at the same time
                return offer;
            }
            if (offer != null && isAsFastAs(offer.seconds(), least)) {
                alike.set(place);
                least = Math.min(least, offer.seconds());
            }
        }
        Offer best = null;
        for (int place = alike.nextSetBit(0); place >= 0; place = alike.nextSetBit(place + 1)) {
            Offer offer = of(place);
            if (offer != null && isAsFastAs(offer.seconds(), least) && (best == null || offer.comesBefore(best))) {
                best = offer;
            }
        }
        return best;
    }
}
