package dev.diffract.frontend.core.dispatch.policy;

import static dev.diffract.frontend.core.dispatch.policy.DispatchPolicyKit.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.diffract.frontend.core.TestModels;
import dev.diffract.frontend.core.dispatch.policy.FleetView.InstanceView;
import dev.diffract.frontend.core.fleet.InstanceSnapshot;
import dev.diffract.frontend.core.fleet.ServedModel;
import dev.diffract.frontend.core.inference.TritonInstance;
import dev.diffract.repository.layout.MeasuredCalls;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MeasuredTest {

    private static final MeasuredCalls MEASURED = parsed("1x4096=10 2x4096=16 4x4096=28 1x16384=60 2x16384=110");

    @Test
    void whatWasMeasuredIsExpected() {
        assertThat(seconds(4096, 1)).isEqualTo(0.010, within(1e-9));
        assertThat(seconds(4096, 3)).as("between").isEqualTo(0.022, within(1e-9));
        assertThat(seconds(4096, 8)).as("as it went on").isEqualTo(0.052, within(1e-9));
        assertThat(seconds(16384, 4)).isEqualTo(0.210, within(1e-9));
    }

    @Test
    void otherSizesByTheNextOne() {
        assertThat(seconds(65536, 1)).isEqualTo(0.240, within(1e-9));
        assertThat(seconds(1024, 1)).isEqualTo(0.0025, within(1e-9));
        assertThat(seconds(12288, 1)).isEqualTo(0.045, within(1e-9));
    }

    @Test
    void ofWhatNobodyMeasuredNothingIs() {
        assertThat(Measured.seconds(MeasuredCalls.NONE, 4096, 1)).isEmpty();
    }

    /** A frontend that has just begun does not find out anew which slice is slow. */
    @Test
    void aSliceThatWasNeverUsedIsAsFastAsItWasMeasured() {
        Work step = LateBindingTest.STEP;
        long elements = step.shape().elements();
        InstanceView slow = unused("slow", "1x" + elements + "=4000");
        InstanceView fast = unused("fast", "1x" + elements + "=600");
        InstanceView unmeasured = unused("unmeasured", "");
        FleetView fleet = new FleetView(List.of(slow, fast, unmeasured));

        assertThat(fleet.expected(slow, step.shape(), 1)).isEqualTo(4);
        assertThat(fleet.expected(fast, step.shape(), 1)).isEqualTo(0.6);
        assertThat(fleet.expected(unmeasured, step.shape(), 1)).isEqualTo(1);
        Waiting waiting = new Waiting(0, step, false, Set.of(), Set.of(), false, Set.of());
        assertThat(new LateBinding()
                        .decide(List.of(waiting), new FleetView(List.of(slow, fast)), NOW)
                        .assignments())
                .extracting(assignment -> assignment.instance().name())
                .containsExactly("fast");
    }

    /** What it answers counts more. */
    @Test
    void answersAreBelievedMore() {
        Work step = LateBindingTest.STEP;
        CallTimes times = CallTimes.NONE;
        for (int i = 0; i < 3; i++) {
            times = times.with(step.shape(), 1, Duration.ofSeconds(2), NOW);
        }
        InstanceView slice = new InstanceView(
                snapshot("slice", "1x" + step.shape().elements() + "=600"),
                0,
                0,
                0,
                new Outlook(0, 0, NOW, times, 0, Instant.MIN));
        assertThat(new FleetView(List.of(slice)).expected(slice, step.shape(), 1))
                .isEqualTo(2);
    }

    private static InstanceView unused(String name, String measured) {
        return new InstanceView(snapshot(name, measured), 0, 0, 0, Outlook.IDLE);
    }

    private static InstanceSnapshot snapshot(String name, String measured) {
        ServedModel unet = new ServedModel(
                TestModels.CHECKPOINT, 8, "engine", Optional.empty(), parsed(measured), Optional.empty());
        return InstanceSnapshot.healthy(new TritonInstance(name, "host:" + name), Map.of(TestModels.UNET, unet));
    }

    private static double seconds(long elements, long rows) {
        return Measured.seconds(MEASURED, elements, rows).orElseThrow();
    }

    private static MeasuredCalls parsed(String text) {
        return MeasuredCalls.parse(text).orElseThrow();
    }
}
