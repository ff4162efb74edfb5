package dev.diffract.frontend.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.diffract.frontend.core.admission.Standing;
import dev.diffract.frontend.core.dispatch.EndedCall;
import dev.diffract.frontend.core.dispatch.EndedCall.Outcome;
import dev.diffract.frontend.core.dispatch.policy.Stage;
import dev.diffract.frontend.core.dispatch.policy.Terms;
import dev.diffract.frontend.core.dispatch.policy.Work;
import dev.diffract.frontend.core.inference.FailureKind;
import dev.diffract.frontend.core.inference.InferenceCall;
import dev.diffract.frontend.core.inference.InferenceException;
import dev.diffract.frontend.core.inference.TritonInstance;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CallMetricsTest {

    private static final TritonInstance A = new TritonInstance("a", "host:1");

    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final CallMetrics metrics = new CallMetrics(meters);

    @Test
    void whatACallTookIsSharedByItsPictures() {
        metrics.added(A);
        metrics.succeeded(A, step(Duration.ofMillis(300), 0, 0, -1));

        assertThat(share("interactive")).isEqualTo(0.2, within(1e-9));
        assertThat(share("batch")).isEqualTo(0.1, within(1e-9));
        assertThat(meters.get("diffract.steps").counter().count()).isEqualTo(3);
        assertThat(meters.get("diffract.step.batch.pictures").summary().max()).isEqualTo(3);
        assertThat(meters.get("diffract.step")
                        .tags("slice", "a", "model", "unet")
                        .timer()
                        .totalTime(TimeUnit.MILLISECONDS))
                .isEqualTo(300);
    }

    /** Those of a batch class that have waited for long go with the others. */
    @Test
    void whatAStepTookIsCountedOnceForEachClassInItsCall() {
        metrics.added(A);
        metrics.succeeded(A, step(Duration.ofMillis(300), 0, 0, -1));
        metrics.succeeded(A, step(Duration.ofMillis(100), -1));

        assertThat(millisOfSteps("interactive", "ok")).isEqualTo(300);
        assertThat(millisOfSteps("batch", "ok")).isEqualTo(400);
        assertThat(meters.get("diffract.class.step")
                        .tag("class", "batch")
                        .timer()
                        .takeSnapshot()
                        .histogramCounts())
                .as("buckets, of which quantiles are computed")
                .isNotEmpty();
    }

    @Test
    void stepsOfAllCheckpointsOfAModelAreOneSeries() {
        metrics.added(A);
        for (String served : List.of("demo-7b456182.unet", "demo-3f9a12c4.unet")) {
            metrics.succeeded(A, new EndedCall(Stage.STEP, served, Outcome.OK, terms(0), Duration.ofMillis(10)));
        }

        assertThat(meters.get("diffract.step").timers())
                .singleElement()
                .satisfies(timer -> assertThat(timer.getId().getTag("model")).isEqualTo("demo"))
                .satisfies(timer -> assertThat(timer.count()).isEqualTo(2));
        assertThat(meters.get("diffract.class.step")
                        .tag("model", "demo")
                        .timer()
                        .count())
                .isEqualTo(2);
        metrics.removed(A);
        assertThat(meters.find("diffract.step").timers()).isEmpty();
    }

    @Test
    void howLongCallsWaitIsCountedByModelStageAndClass() {
        metrics.assigned(decoding("demo-7b456182.decode_image", -1), Duration.ofMillis(70));
        metrics.assigned(decoding("demo-3f9a12c4.decode_image", -1), Duration.ofMillis(30));
        metrics.assigned(decoding("demo-7b456182.decode_image", 0), Duration.ofMillis(20));
        metrics.assigned(decoding("other-7b456182.decode_image", -1), Duration.ofMillis(5));

        assertThat(meters.get("diffract.call.waiting")
                        .tags("stage", "decode", "class", "batch", "model", "demo")
                        .timer()
                        .totalTime(TimeUnit.MILLISECONDS))
                .isEqualTo(100);
        assertThat(meters.get("diffract.call.waiting")
                        .tags("stage", "step", "class", "interactive", "model", "other")
                        .timer()
                        .count())
                .isZero();
        assertThat(meters.get("diffract.call.waiting").timers())
                .as("two models, four stages, two classes")
                .hasSize(2 * 4 * 2);
    }

    private static Work decoding(String model, int priority) {
        return Work.of(
                new InferenceCall(model, List.of(), List.of()),
                "some checkpoint",
                Stage.DECODE,
                terms(priority).get(0));
    }

    @Test
    void stepsAreOnlyWhatMakesSteps() {
        metrics.added(A);
        metrics.succeeded(A, new EndedCall(Stage.DECODE, "decode_image", Outcome.OK, terms(0), Duration.ofSeconds(1)));

        assertThat(share("interactive")).isEqualTo(1);
        assertThat(meters.get("diffract.steps").counter().count()).isZero();
        assertThat(meters.find("diffract.step").timers()).isEmpty();
        assertThat(meters.find("diffract.class.step").timers()).isEmpty();
    }

    @Test
    void theSeriesOfASliceGoWithItAndDoNotComeBackWithALateAnswer() {
        metrics.succeeded(A, step(Duration.ofMillis(1), 0)); // of its class there are series from now on
        metrics.failed(
                A,
                step(Outcome.FAILED, Duration.ofMillis(5), 0),
                new InferenceException(FailureKind.LOST, "a", "unet", "early"));
        long before = meters.getMeters().size();
        metrics.added(A);
        metrics.succeeded(A, step(Duration.ofMillis(1), 0));
        metrics.failed(
                A,
                step(Outcome.FAILED, Duration.ofMillis(5), 0),
                new InferenceException(FailureKind.DEADLINE, "a", "unet", "late"));
        assertThat(ofSlices()).containsOnly("a");
        metrics.removed(A);
        metrics.succeeded(A, step(Duration.ofMillis(1), 0));
        metrics.failed(
                A,
                step(Outcome.FAILED, Duration.ofMillis(5), 0),
                new InferenceException(FailureKind.LOST, "a", "unet", "late"));

        assertThat(ofSlices()).isEmpty();
        assertThat(meters.getMeters()).hasSize((int) before);
    }

    @Test
    void failuresAreCountedInAllAndByTheirKind() {
        metrics.added(A);
        metrics.failed(
                A,
                step(Outcome.FAILED, Duration.ofMillis(5), 0),
                new InferenceException(FailureKind.DEADLINE, "a", "unet", "late"));
        metrics.failed(
                A,
                step(Outcome.FAILED, Duration.ofMillis(5), 0),
                new InferenceException(FailureKind.LOST, "a", "unet", "gone"));

        assertThat(meters.get("diffract.slice.failures").counter().count()).isEqualTo(2);
        assertThat(meters.get("diffract.call.failures")
                        .tag("kind", "deadline")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    /**
     * By slice it would be as many series again for each way in which calls end, and in the course of time all have been there: what a slice
     * has is the same whatever became of its calls.
     */
    @Test
    void howCallsForStepsEndIsCountedByClassAndNotBySlice() {
        metrics.added(A);
        metrics.succeeded(A, step(Duration.ofMillis(50), 0, -1));
        long ofSlice = ofSlices().count();
        metrics.withdrawn(A, step(Outcome.WITHDRAWN, Duration.ofMillis(10), 0));
        metrics.withdrawn(A, step(Outcome.OVERDUE, Duration.ofSeconds(4), 0, 0));
        metrics.moved(A, step(Outcome.MOVED, Duration.ofMillis(20), 0));
        assertThat(ofSlices().count()).isEqualTo(ofSlice);
        metrics.failed(
                A,
                step(Outcome.FAILED, Duration.ofSeconds(30), -1),
                new InferenceException(FailureKind.DEADLINE, "a", "unet", "late"));
        assertThat(ofSlices().count()).as("and its kind").isEqualTo(ofSlice + 1);

        assertThat(millisOfSteps("interactive", "ok")).isEqualTo(50);
        assertThat(millisOfSteps("interactive", "withdrawn")).isEqualTo(10);
        assertThat(millisOfSteps("interactive", "overdue")).isEqualTo(4_000);
        assertThat(millisOfSteps("interactive", "moved")).isEqualTo(20);
        assertThat(millisOfSteps("batch", "failed")).isEqualTo(30_000);
        assertThat(meters.get("diffract.step").timers())
                .as("answers of the slice")
                .singleElement()
                .satisfies(timer -> assertThat(timer.count()).isOne());
        assertThat(share("interactive") + share("batch")).isEqualTo(0.05, within(1e-9));
    }

    @Test
    void theTimeOfCallsWithoutAnAnswerIsCountedBySlice() {
        metrics.added(A);
        metrics.succeeded(A, step(Duration.ofMillis(50), 0));
        metrics.withdrawn(A, step(Outcome.WITHDRAWN, Duration.ofMillis(100), 0));
        metrics.moved(A, new EndedCall(Stage.TEXT, "text", Outcome.MOVED, terms(0), Duration.ofMillis(200)));
        metrics.failed(
                A,
                step(Outcome.FAILED, Duration.ofSeconds(30), 0),
                new InferenceException(FailureKind.DEADLINE, "a", "unet", "late"));

        assertThat(meters.get("diffract.slice.unanswered")
                        .tag("slice", "a")
                        .counter()
                        .count())
                .isEqualTo(30.3, within(1e-9));
    }

    private static EndedCall step(Duration took, int... priorities) {
        return step(Outcome.OK, took, priorities);
    }

    private static EndedCall step(Outcome outcome, Duration took, int... priorities) {
        return new EndedCall(Stage.STEP, "unet", outcome, terms(priorities), took);
    }

    private static List<Terms> terms(int... priorities) {
        Terms usual = Terms.of(Instant.MAX, "g step 1/2");
        return Arrays.stream(priorities)
                .mapToObj(priority -> new Terms(
                        usual.caller(),
                        Standing.of(priority),
                        usual.deadline(),
                        usual.course(),
                        usual.label(),
                        usual.span()))
                .toList();
    }

    private double millisOfSteps(String of, String outcome) {
        return meters.get("diffract.class.step")
                .tags("class", of, "model", "unet", "outcome", outcome)
                .timer()
                .totalTime(TimeUnit.MILLISECONDS);
    }

    private double share(String of) {
        return meters.get("diffract.class.busy").tag("class", of).counter().count();
    }

    private Stream<String> ofSlices() {
        return meters.getMeters().stream()
                .map(meter -> meter.getId().getTag("slice"))
                .filter(slice -> slice != null);
    }
}
