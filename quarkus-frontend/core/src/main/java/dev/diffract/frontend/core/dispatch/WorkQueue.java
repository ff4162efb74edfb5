package dev.diffract.frontend.core.dispatch;

import dev.diffract.frontend.core.dispatch.policy.Assignment;
import dev.diffract.frontend.core.dispatch.policy.Decision;
import dev.diffract.frontend.core.dispatch.policy.FleetView;
import dev.diffract.frontend.core.dispatch.policy.FleetView.InstanceView;
import dev.diffract.frontend.core.dispatch.policy.Waiting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/** Work that waits, the oldest first. Not thread-safe. */
final class WorkQueue {

    private final NavigableMap<Long, PendingCall<?>> calls = new TreeMap<>();

    /**
     * What is to be done with what waits.
     *
     * @param ready may go now, the oldest first
     * @param givenUp is not in the queue any more
     * @param stranded has just begun to wait for somebody to return, who may be long
     * @param until when the rest is to be looked at again although nothing happens; {@link Instant#MAX} for never
     */
    record Sorted(List<Waiting> ready, List<GivenUp> givenUp, List<PendingCall<?>> stranded, Instant until) {}

    /** Work that nobody will do, and why. */
    record GivenUp(PendingCall<?> call, Throwable reason) {}

    /** Comes back to its old place if it was here before. */
    void add(PendingCall<?> call) {
        calls.put(call.trials().number(), call);
    }

    boolean contains(PendingCall<?> call) {
        return calls.containsKey(call.trials().number());
    }

    /** Does nothing if it is not here. */
    void remove(PendingCall<?> call) {
        calls.remove(call.trials().number());
    }

    /**
     * Nothing is taken before all is known to be right: work that was taken and not sent would be lost.
     *
     * @throws IllegalStateException if a policy gives away work that does not wait, the same twice, or to an instance that is no
     *     candidate for it, puts more together than the instance takes, or wants to look again at a time that is not to come
     */
    void check(Decision decision, FleetView fleet, Instant now) {
        Set<Long> given = new HashSet<>();
        for (Assignment assignment : decision.assignments()) {
            for (Waiting waiting : assignment.work()) {
                if (!calls.containsKey(waiting.number()) || !given.add(waiting.number())) {
                    throw notWaiting(waiting);
                }
            }
            checkInstance(assignment, fleet);
        }
        decision.lookAgain().filter(time -> !time.isAfter(now)).ifPresent(time -> {
            throw new IllegalStateException(
                    "the policy wants to look again at " + time + ", which is not after now, " + now);
        });
    }

    private static void checkInstance(Assignment assignment, FleetView fleet) {
        long rows = 0;
        for (Waiting waiting : assignment.work()) {
            rows += waiting.work().cost().rows();
            InstanceView candidate = fleet.candidate(waiting, assignment.instance())
                    .orElseThrow(() -> new IllegalStateException("the policy gave '"
                            + waiting.work().terms().label() + "' to "
                            + assignment.instance().name() + ", which is no candidate for it"));
            int largest = candidate.largestBatch(waiting.work());
            if (rows > largest && assignment.work().size() > 1) {
                throw new IllegalStateException("the policy gave more than " + largest + " rows in one call to "
                        + assignment.instance().name() + ", which takes no more");
            }
        }
    }

    /**
     * What the decision gives away.
     *
     * @throws IllegalStateException if it does not wait
     */
    PendingCall<?> take(Waiting waiting) {
        PendingCall<?> taken = calls.remove(waiting.number());
        if (taken == null) {
            throw notWaiting(waiting);
        }
        return taken;
    }

    private static IllegalStateException notWaiting(Waiting waiting) {
        return new IllegalStateException("the policy gave away work that does not wait: "
                + waiting.work().terms().label());
    }

    /** Ready work that no policy can be asked for. */
    List<GivenUp> giveUp(List<Waiting> ready, Throwable reason) {
        return ready.stream().map(waiting -> new GivenUp(take(waiting), reason)).toList();
    }

    /** The earliest deadline of what a policy let wait; {@link Instant#MAX} without any. */
    Instant earliestDeadline(List<Waiting> ready) {
        Instant earliest = Instant.MAX;
        for (Waiting waiting : ready) {
            Instant deadline = waiting.work().terms().deadline();
            if (calls.containsKey(waiting.number()) && deadline.isBefore(earliest)) {
                earliest = deadline;
            }
        }
        return earliest;
    }

    boolean isEmpty() {
        return calls.isEmpty();
    }

    Sorted sorted(FleetView fleet, Instant now) {
        List<Waiting> ready = new ArrayList<>();
        List<GivenUp> givenUp = new ArrayList<>();
        List<PendingCall<?>> stranded = new ArrayList<>();
        Instant until = Instant.MAX;
        for (Iterator<PendingCall<?>> all = calls.values().iterator(); all.hasNext(); ) {
            PendingCall<?> call = all.next();
            Trials.Standing standing = call.trials().standing(fleet, now);
            if (standing.stranded()) {
                stranded.add(call);
            }
            if (standing.ready()) {
                ready.add(call.trials().waiting());
            } else if (standing.end().isPresent()) {
                all.remove();
                givenUp.add(new GivenUp(call, standing.end().get()));
            } else if (standing.until().isBefore(until)) {
                until = standing.until();
            }
        }
        return new Sorted(ready, givenUp, stranded, until);
    }
}
