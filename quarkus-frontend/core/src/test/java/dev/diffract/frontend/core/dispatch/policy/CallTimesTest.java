package dev.diffract.frontend.core.dispatch.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.core.TestModels;
import dev.diffract.frontend.core.inference.CallShape;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CallTimesTest {

    @Test
    void theShapesThatWereAnsweredLastAreRemembered() {
        CallTimes times = CallTimes.NONE;
        for (int size = 1; size <= 100; size++) {
            times = with(with(times, 1000), size);
        }
        assertThat(times.expected(shape(1000), 1)).isPresent();
        assertThat(times.expected(shape(100), 1)).isPresent();
        assertThat(times.expected(shape(38), 1)).isPresent();
        assertThat(times.expected(shape(37), 1)).isEmpty();
    }

    @Test
    void noTimeIsLessThanNothing() {
        CallTimes times = CallTimes.NONE.with(shape(8), 1, Duration.ofSeconds(-3), DispatchPolicyKit.NOW);
        assertThat(times.expected(shape(8), 1)).hasValue(0);
    }

    private static CallTimes with(CallTimes times, int size) {
        return times.with(shape(size), 1, Duration.ofSeconds(1), DispatchPolicyKit.NOW);
    }

    private static CallShape shape(int size) {
        return DispatchPolicyKit.work(1, size, TestModels.CHECKPOINT, Stage.STEP)
                .shape();
    }
}
