package dev.diffract.frontend.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.core.dispatch.EndedCall;
import dev.diffract.frontend.core.dispatch.EndedCall.Outcome;
import dev.diffract.frontend.core.dispatch.policy.Stage;
import dev.diffract.frontend.core.inference.FailureKind;
import dev.diffract.frontend.core.inference.InferenceException;
import dev.diffract.frontend.core.inference.TritonInstance;
import dev.diffract.frontend.testing.LoggedLines;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class FailedCallsTest {

    private static final TritonInstance A = new TritonInstance("a", "host:1");
    private static final TritonInstance B = new TritonInstance("b", "host:2");

    private final FailedCalls calls = new FailedCalls();

    @Test
    void aFloodOfTheSameIsToldOnce() {
        assertThat(told(() -> {
                    for (int i = 0; i < 100; i++) {
                        fail(A, FailureKind.UNAVAILABLE);
                    }
                    fail(B, FailureKind.UNAVAILABLE);
                    fail(A, FailureKind.INTERNAL);
                }))
                .containsExactly(
                        "slice a: a call of unet failed: words of UNAVAILABLE",
                        "slice b: a call of unet failed: words of UNAVAILABLE",
                        "slice a: a call of unet failed: words of INTERNAL");
    }

    @Test
    void afterACallThatWentWellItIsNewsAgain() {
        assertThat(told(() -> {
                    fail(A, FailureKind.DEADLINE);
                    fail(B, FailureKind.DEADLINE);
                    calls.succeeded(A, step(Outcome.OK));
                    fail(A, FailureKind.DEADLINE);
                    fail(B, FailureKind.DEADLINE);
                }))
                .hasSize(3);
    }

    @Test
    void whatSaysNothingOfTheSliceIsNotTold() {
        assertThat(told(() -> {
                    fail(A, FailureKind.OVERLOADED);
                    fail(A, FailureKind.CANCELLED);
                }))
                .isEmpty();
    }

    @Test
    void whatTakesTooLongIsToldOnceUntilAnAnswer() {
        assertThat(told(() -> {
                    calls.hedged(A, Stage.STEP);
                    calls.hedged(A, Stage.STEP);
                    calls.hedged(B, Stage.STEP);
                    calls.succeeded(A, step(Outcome.OK));
                    calls.hedged(A, Stage.STEP);
                }))
                .hasSize(3)
                .allSatisfy(line -> assertThat(line).contains("takes much longer than such calls did"));
    }

    private static List<String> told(Runnable what) {
        try (LoggedLines log = new LoggedLines()) {
            what.run();
            return log.lines();
        }
    }

    private void fail(TritonInstance instance, FailureKind kind) {
        calls.failed(
                instance,
                step(Outcome.FAILED),
                new InferenceException(kind, instance.name(), "unet", "words of " + kind));
    }

    private static EndedCall step(Outcome outcome) {
        return new EndedCall(Stage.STEP, "unet", outcome, List.of(), Duration.ZERO);
    }
}
