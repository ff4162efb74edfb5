package dev.diffract.frontend.core.dispatch;

import dev.diffract.frontend.core.dispatch.LoadBook.Timing;
import dev.diffract.frontend.core.dispatch.policy.CallTimes;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** The denoising steps of one instance, the latest ones. Not thread-safe. */
final class Steps {

    /** Of how many calls the batches are averaged, about. */
    private static final double LATEST = 5;

    private @Nullable Timing latest;
    private double batch;

    /** @param works steps of pictures in it */
    void answered(Timing call, int works) {
        batch = latest == null ? works : batch + (works - batch) / LATEST;
        latest = call;
    }

    InstanceStatistics.Steps learned(CallTimes times) {
        Timing call = latest;
        if (call == null) {
            return InstanceStatistics.Steps.NONE;
        }
        OptionalDouble seconds = times.expected(call.shape(), call.rows());
        return new InstanceStatistics.Steps(
                seconds.isPresent()
                        ? Optional.of(Duration.ofNanos(Math.round(seconds.getAsDouble() * 1e9)))
                        : Optional.empty(),
                OptionalDouble.of(batch));
    }
}
