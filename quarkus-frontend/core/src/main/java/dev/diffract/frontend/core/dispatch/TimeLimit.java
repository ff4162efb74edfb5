package dev.diffract.frontend.core.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * How long a call may take.
 *
 * @param begun when it was given to its instance
 * @param timeout from then on
 * @param cutShort whether deadlines of the work in it leave less time than a call may take
 */
record TimeLimit(Instant begun, Duration timeout, boolean cutShort) {

    /** @param longest that any call may take */
    static TimeLimit of(List<PendingCall<?>> calls, Instant begun, Duration longest) {
        Duration most = calls.stream()
                .map(call -> left(call, begun))
                .max(Duration::compareTo)
                .filter(left -> !left.isNegative())
                .orElse(Duration.ZERO);
        boolean cutShort = most.compareTo(longest) < 0;
        return new TimeLimit(begun, cutShort ? most : longest, cutShort);
    }

    /** Until its own deadline, from when the call was given to its instance. */
    Duration left(PendingCall<?> call) {
        return left(call, begun);
    }

    private static Duration left(PendingCall<?> call, Instant begun) {
        return Duration.between(begun, call.work().terms().deadline());
    }
}
