package dev.diffract.frontend.core.dispatch;

import dev.diffract.frontend.core.dispatch.WorkQueue.GivenUp;
import dev.diffract.frontend.core.dispatch.policy.FleetView;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where each piece of work is: in the queue, in calls, or both, while a call that takes too long is made a second time. A piece of work ends
 * once, whichever of its calls is first. Not thread-safe; the dispatcher's lock guards it, and it calls nobody.
 */
final class Desk {

    private final WorkQueue queue = new WorkQueue();
    private final UnderWay underWay = new UnderWay();
    private final Hedges hedges = new Hedges();

    WorkQueue queue() {
        return queue;
    }

    UnderWay underWay() {
        return underWay;
    }

    /** A call is made. What is in a trial waits for another call at once, if somebody else can make it: nobody is to wait for one that may hang. */
    void begun(Attempt attempt, FleetView fleet) {
        if (attempt.calls().stream().allMatch(call -> call.attempts().isEmpty())) {
            hedges.called();
        }
        underWay.add(attempt);
        attempt.calls().forEach(call -> call.in(attempt));
        if (attempt.isTrial()) {
            attempt.calls().stream()
                    .filter(call -> call.trials().canGoElsewhere(fleet))
                    .forEach(this::waits);
        }
    }

    /**
     * A call did not do a piece of work, which waits again, unless another call still may.
     *
     * @return why it is to be given up, if it is
     */
    Optional<DispatchException> undone(Attempt attempt, Undone undone, Breaks.Tally tally, Instant now) {
        PendingCall<?> call = undone.call();
        if (call.hasEnded()) { // withdrawn, or done elsewhere, while it failed
            return Optional.empty();
        }
        call.suspects(undone.suspicion());
        Optional<DispatchException> end = call.trials()
                .failed(attempt.instance(), undone.failure(), attempt.calls().size() > 1, tally, now);
        call.out(attempt);
        if (!call.attempts().isEmpty()) {
            return Optional.empty();
        }
        if (end.isPresent()) {
            queue.remove(call);
            call.end();
        } else {
            waits(call);
        }
        return end;
    }

    /** The instance of a call is gone, and all that is still wanted of it waits again, unless another call has it, too. */
    void moved(Attempt attempt, List<PendingCall<?>> calls) {
        for (PendingCall<?> call : calls) {
            if (!call.hasEnded()) {
                call.trials().moved(attempt.instance());
                call.out(attempt);
                if (call.attempts().isEmpty()) {
                    waits(call);
                }
            }
        }
    }

    /**
     * A call takes too long: what is in it waits for another call, too, if somebody else can make it, and as long as hedges are few.
     *
     * @return whether there is a hedge now
     */
    boolean hedge(Attempt attempt, FleetView fleet) {
        List<PendingCall<?>> alone = attempt.calls().stream()
                .filter(call -> !call.hasEnded() && call.attempts().equals(List.of(attempt)) && !queue.contains(call))
                .toList();
        if (alone.isEmpty()
                || alone.stream().anyMatch(call -> !call.trials().canGoElsewhere(fleet))
                || !hedges.take()) {
            return false;
        }
        alone.forEach(this::waits);
        return true;
    }

    private void waits(PendingCall<?> call) {
        if (!queue.contains(call)) {
            call.trace().waits();
            queue.add(call);
        }
    }

    /**
     * A call has the answer for a piece of work.
     *
     * @return the other calls it is in; empty if it ended before
     */
    Optional<List<Attempt>> done(Attempt by, PendingCall<?> call) {
        if (call.hasEnded()) {
            return Optional.empty();
        }
        queue.remove(call);
        return Optional.of(
                call.end().stream().filter(other -> !other.equals(by)).toList());
    }

    /**
     * Ends what is to be given up.
     *
     * @return takes it back and tells who waits; not under the lock
     */
    Runnable end(GivenUp given) {
        List<Attempt> attempts = given.call().end();
        return () -> {
            attempts.forEach(attempt -> attempt.withdraw(given.call()));
            given.call().fail(given.reason());
        };
    }

    /**
     * What was ended before its answer.
     *
     * @param attempts calls it is in
     */
    record Ended(DispatchException reason, List<Attempt> attempts) {}

    /** Ends work wherever it is; empty if it ended before. */
    Optional<Ended> end(PendingCall<?> call, Function<Trials, DispatchException> why) {
        if (call.hasEnded()) {
            return Optional.empty();
        }
        queue.remove(call);
        return Optional.of(new Ended(why.apply(call.trials()), call.end()));
    }
}
