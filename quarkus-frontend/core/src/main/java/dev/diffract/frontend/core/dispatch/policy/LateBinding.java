package dev.diffract.frontend.core.dispatch.policy;

import dev.diffract.frontend.core.admission.Pace;
import dev.diffract.frontend.core.dispatch.policy.Offers.Offer;
import dev.diffract.frontend.core.dispatch.policy.Servers.Kinds;
import dev.diffract.frontend.core.dispatch.policy.Urgency.Ranked;
import java.time.Instant;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

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
        Kinds kinds = new Kinds(fleet);
        Set<Servers> servers = new HashSet<>();
        for (Waiting one : waiting) {
            servers.add(kinds.of(one));
        }
        Round round = new Round(fleet, now);
        boolean left = servers.stream().anyMatch(able -> !able.isEmpty());
        if (servers.stream().anyMatch(round::anyRoom)) { // else nothing can be given away, in whatever order
            left = false;
            List<Ranked> ranked = urgency.ranked(waiting, kinds::of, now);
            for (int from = 0, to; from < ranked.size(); from = to) {
                int priority = ranked.get(from).priority();
                to = from + 1;
                while (to < ranked.size() && ranked.get(to).priority() == priority) {
                    to++;
                }
                List<Ranked> same = new ArrayList<>(ranked.subList(from, to));
                round.give(same, to == ranked.size() ? backlog : beside);
                left |= !same.isEmpty();
            }
        }
        if (left) {
            fleet.doubted().stream()
                    .mapToObj(place -> fleet.instances().get(place).outlook().doubtedUntil())
                    .filter(until -> until.isAfter(now))
                    .forEach(round::lookAgain);
        }
        return round.decision();
    }

    /** One decision, class by class. */
    private static final class Round {
        private final FleetView fleet;
        private final Instant now;
        /** Places of those that can be given something by the next class. */
        private final BitSet open;

        private final List<Assignment> assignments = new ArrayList<>();
        private Instant again = Instant.MAX;

        private Round(FleetView fleet, Instant now) {
            this.fleet = fleet;
            this.now = now;
            this.open = (BitSet) fleet.open().clone();
        }

        /** Whether anybody may have room for such work. */
        private boolean anyRoom(Servers servers) {
            BitSet able = servers.candidates();
            for (int place = open.nextSetBit(0); place >= 0; place = open.nextSetBit(place + 1)) {
                if (able.get(place) && Offers.mayHaveRoom(fleet.instances().get(place), servers.seconds(place))) {
                    return true;
                }
            }
            return false;
        }

        /** @param ranked of one class; what is given away is taken out */
        private void give(List<Ranked> ranked, Backlog backlog) {
            int priority = ranked.get(0).priority();
            List<Awaited> above = fleet.awaited().stream()
                    .filter(awaited -> awaited.priority() > priority)
                    .toList();
            long reserved = above.stream().mapToLong(Awaited::rows).sum();
            BitSet asked = (BitSet) open.clone();
            Offers offers = new Offers(ranked, fleet);
            while (!ranked.isEmpty()) {
                Offer offer = offers.best(asked);
                if (offer == null) {
                    return;
                }
                asked.clear(offer.place());
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
                        : backlog.doneBy(offer.place(), batch, ranked, fleet, now);
                if (back.isPresent() || later.isEmpty()) {
                    open.clear(offer.place());
                }
                if (later.isPresent()) {
                    lookAgain(later.get());
                    continue;
                }
                ranked.removeIf(batch::contains);
                offers = new Offers(ranked, fleet);
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

    private static List<Ranked> batch(Offer offer, List<Ranked> ranked, FleetView fleet) {
        List<Ranked> reversed = new AbstractList<>() {
            @Override
            public Ranked get(int index) {
                return ranked.get(ranked.size() - 1 - index);
            }

            @Override
            public int size() {
                return ranked.size();
            }
        };
        if (offer.mayFail()) { // nobody is to wait for that who has to hurry, and only one
            return joined(offer, reversed, one -> true).subList(0, 1);
        }
        if (offer.isFastest()) {
            return joined(offer, ranked, one -> true);
        }
        List<Ranked> batch = joined(offer, ranked, one -> one.canAfford(offer.place(), fleet));
        if (!batch.isEmpty()) {
            return batch;
        }
        List<Ranked> late = joined(offer, reversed, one -> one.waiting().again());
        return late.isEmpty() ? joined(offer, reversed, one -> true) : late;
    }

    /** Of those that are wanted as many as go in one call, with the first that the instance can do. */
    private static List<Ranked> joined(Offer offer, List<Ranked> ranked, Predicate<Ranked> wanted) {
        List<Ranked> batch = new ArrayList<>();
        long rows = 0;
        for (Ranked next : ranked) {
            if (!next.servers().contains(offer.place())) {
                continue;
            }
            long with = rows + next.rows();
            int largest = offer.view().largestBatch(next.waiting().work());
            boolean goes = batch.isEmpty() || (with <= largest && next.joins(batch.get(0)));
            if (goes && wanted.test(next)) {
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
        long linger = (long) (LINGER * batch.get(0).servers().seconds(offer.place()) * 1e9);
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
