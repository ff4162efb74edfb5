package dev.diffract.frontend.core.dispatch.policy;

import dev.diffract.frontend.core.admission.Pace;
import dev.diffract.frontend.core.dispatch.policy.FleetView.InstanceView;
import dev.diffract.frontend.core.dispatch.policy.Urgency.Ranked;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Work waits until an instance can take it, and then goes as one call of as many rows as the instance takes. The fastest instance takes the
 * most urgent work. Any other takes the most urgent that can afford it, which is what still keeps its time although it makes a step there;
 * and it takes nothing while the faster ones would have done all that waits long before it had done its part. So a slow slice helps when
 * there is much to do, and holds up nobody when there is little.
 *
 * <p>Classes go one after the other: a lower one is given what a higher one leaves idle now and will not want in a moment, and never shares a
 * call with it.
 */
public final class LateBinding implements DispatchPolicy {

    /**
     * Calls shorter than this go to an instance while it is still at the one before: it would idle for a good part of their time while an
     * answer travels. Seconds.
     */
    private static final double SHORT = 0.02;

    /** Instances whose times differ by less are taken for equally fast: they take turns. In times of the faster one's, and seconds. */
    private static final double ALIKE = 1.25;

    private static final double ALIKE_SECONDS = 0.002;

    /** What an instance waits at most for pictures that come back, in times of the call that it could make meanwhile. */
    private static final double LINGER = 0.1;

    private final Urgency urgency;
    private final Backlog backlog;

    /** Where a lower class takes what is left idle, a slow one helps the higher class only if that is done sooner so. */
    private final Backlog beside = new Backlog(1);

    /** The one setting that meets all figures of {@code docs/dispatch.md}. */
    public LateBinding() {
        this(Order.SLACK);
    }

    /** @param order of steps of one class */
    public LateBinding(Order order) {
        this(new Urgency(order, Pace.PATIENCE), new Backlog(0.3));
    }

    LateBinding(Urgency urgency, Backlog backlog) {
        this.urgency = urgency;
        this.backlog = backlog;
    }

    @Override
    public Decision decide(List<Waiting> waiting, FleetView fleet, Instant now) {
        List<Ranked> ranked = urgency.ranked(waiting, fleet, now);
        Round round = new Round(fleet, now);
        boolean left = false;
        while (!ranked.isEmpty()) {
            int priority = ranked.get(0).priority();
            List<Ranked> same = new ArrayList<>();
            while (!ranked.isEmpty() && ranked.get(0).priority() == priority) {
                same.add(ranked.remove(0));
            }
            round.give(same, ranked.isEmpty() ? backlog : beside);
            left |= !same.isEmpty();
        }
        if (left) {
            fleet.instances().stream()
                    .map(view -> view.outlook().doubtedUntil())
                    .filter(until -> until.isAfter(now))
                    .forEach(round::lookAgain);
        }
        return round.decision();
    }

    /** One decision, class by class. */
    private static final class Round {
        private final FleetView fleet;
        private final Instant now;
        /** Who can be given something by the next class. */
        private final List<InstanceView> open;

        private final List<Assignment> assignments = new ArrayList<>();
        private Instant again = Instant.MAX;

        private Round(FleetView fleet, Instant now) {
            this.fleet = fleet;
            this.now = now;
            this.open = new ArrayList<>(fleet.instances());
        }

        /** @param ranked of one class; what is given away is taken out */
        private void give(List<Ranked> ranked, Backlog backlog) {
            int priority = ranked.get(0).priority();
            List<Awaited> above = fleet.awaited().stream()
                    .filter(awaited -> awaited.priority() > priority)
                    .toList();
            long reserved = above.stream().mapToLong(Awaited::rows).sum();
            List<InstanceView> asked = new ArrayList<>(open);
            while (!ranked.isEmpty()) {
                Offer offer = fastest(asked, ranked, fleet);
                if (offer == null) {
                    return;
                }
                asked.remove(offer.view());
                if (reserved > 0
                        && !offer.isOnTrial()) { // those of a higher class come back in a moment, and it would be busy
                    reserved -= offer.view().largestBatch(offer.most().waiting().work());
                    above.forEach(awaited -> lookAgain(awaited.until()));
                    continue;
                }
                List<Ranked> batch = batch(offer, ranked, fleet);
                Optional<Instant> back = offer.isOnTrial() ? Optional.empty() : returning(offer, batch, fleet, now);
                Optional<Instant> later = back.isPresent() || offer.isFastest() || offer.isOnTrial()
                        ? back
                        : backlog.doneBy(offer.view(), batch, ranked, fleet, now);
                if (back.isPresent() || later.isEmpty()) {
                    open.remove(offer.view());
                }
                if (later.isPresent()) {
                    lookAgain(later.get());
                    continue;
                }
                ranked.removeAll(batch);
                assignments.add(new Assignment(
                        offer.view().instance(),
                        batch.stream().map(Ranked::waiting).toList()));
            }
        }

        private void lookAgain(Instant time) {
            again = time.isBefore(again) ? time : again;
        }

        private Decision decision() {
            return new Decision(assignments, again.equals(Instant.MAX) ? Optional.empty() : Optional.of(again));
        }
    }

    /**
     * An instance with room, and work that it can do.
     *
     * @param seconds of a call of that work alone
     */
    private record Offer(InstanceView view, Ranked most, double seconds) {

        /** Whether nobody does it faster, busy ones included. */
        private boolean isFastest() {
            return isAsFastAs(most.fastest());
        }

        /** Nobody waits for what it is given: others do that, too. */
        private boolean isOnTrial() {
            return view.outlook().isOnTrial() && most.candidates().size() > 1;
        }

        /** Whether it did not do what it was given last, and others can. */
        private boolean mayFail() {
            return view.outlook().failures() > 0 && most.candidates().size() > 1;
        }

        private boolean isAsFastAs(double other) {
            return seconds <= ALIKE * other + ALIKE_SECONDS;
        }

        /** Of equally fast ones: whose instance has less to do, or else was chosen longer ago. */
        private boolean comesBefore(Offer other) {
            int less =
                    Integer.compare(view.outlook().calls(), other.view.outlook().calls());
            return less < 0 || (less == 0 && view.lastChosen() < other.view.lastChosen());
        }
    }

    /** Whether it has answered anything yet: until then it gets one call at a time. */
    private static boolean isKnown(InstanceView view) {
        return !view.outlook().times().latest().isEmpty();
    }

    /** Of those with room the one that does what is most urgent to it fastest; of equally fast ones the one that was chosen longest ago. */
    private static @Nullable Offer fastest(List<InstanceView> open, List<Ranked> ranked, FleetView fleet) {
        List<Offer> offers = new ArrayList<>();
        double least = Double.POSITIVE_INFINITY;
        for (InstanceView view : open) {
            int calls = view.outlook().calls();
            Ranked most = calls < 2 ? first(ranked, view) : null;
            if (most != null) {
                double seconds = most.seconds(view, fleet);
                if (calls == 0
                        || (seconds < SHORT && most.priority() >= view.outlook().priority() && isKnown(view))) {
                    offers.add(new Offer(view, most, seconds));
                    least = Math.min(least, seconds);
                }
            }
        }
        Offer best = null;
        for (Offer offer : offers) {
            if (offer.isOnTrial()) { // what it gets others can have at the same time
                return offer;
            }
            if (offer.isAsFastAs(least) && (best == null || offer.comesBefore(best))) {
                best = offer;
            }
        }
        return best;
    }

    /** The most urgent of what an instance can do. */
    private static @Nullable Ranked first(List<Ranked> ranked, InstanceView view) {
        for (Ranked one : ranked) {
            if (one.candidates().contains(view)) {
                return one;
            }
        }
        return null;
    }

    private static List<Ranked> batch(Offer offer, List<Ranked> ranked, FleetView fleet) {
        InstanceView view = offer.view();
        if (offer.mayFail()) { // nobody is to wait for that who has to hurry, and only one
            return joined(view, ranked, true).subList(0, 1);
        }
        if (offer.isFastest()) {
            return joined(view, ranked, false);
        }
        List<Ranked> affording =
                ranked.stream().filter(one -> one.canAfford(view, fleet)).toList();
        List<Ranked> batch = joined(view, affording, false);
        if (!batch.isEmpty()) {
            return batch;
        }
        List<Ranked> again =
                ranked.stream().filter(one -> one.waiting().again()).toList();
        List<Ranked> late = joined(view, again, true);
        return late.isEmpty() ? joined(view, ranked, true) : late;
    }

    /**
     * As many as go in one call, with the first that the instance can do.
     *
     * @param reverse whether to begin with the least urgent
     */
    private static List<Ranked> joined(InstanceView view, List<Ranked> ranked, boolean reverse) {
        List<Ranked> batch = new ArrayList<>();
        long rows = 0;
        for (int i = 0; i < ranked.size(); i++) {
            Ranked next = ranked.get(reverse ? ranked.size() - 1 - i : i);
            if (!next.candidates().contains(view)) {
                continue;
            }
            long with = rows + next.rows();
            int largest = view.largestBatch(next.waiting().work());
            if (batch.isEmpty() || (with <= largest && next.joins(batch.get(0)))) {
                batch.add(next);
                rows = with;
                if (rows >= largest || next.waiting().goesAlone()) {
                    break;
                }
            }
        }
        return batch;
    }

    /** Until when it is better to wait for pictures that come back, because they would share the call. */
    private static Optional<Instant> returning(Offer offer, List<Ranked> batch, FleetView fleet, Instant now) {
        Waiting first = batch.get(0).waiting();
        long rows = batch.stream().mapToLong(Ranked::rows).sum();
        if (first.goesAlone() || rows >= offer.view().largestBatch(first.work())) {
            return Optional.empty();
        }
        long linger = (long) (LINGER * batch.get(0).seconds(offer.view(), fleet) * 1e9);
        return fleet.awaited().stream()
                .filter(awaited -> awaited.shape().equals(first.work().shape())
                        && awaited.priority() == batch.get(0).priority())
                .map(awaited -> {
                    Instant most = awaited.since().plusNanos(linger);
                    return most.isBefore(awaited.until()) ? most : awaited.until();
                })
                .filter(until -> until.isAfter(now))
                .findFirst();
    }
}
