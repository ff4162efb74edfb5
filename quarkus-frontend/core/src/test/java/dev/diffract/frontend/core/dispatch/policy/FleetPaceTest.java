package dev.diffract.frontend.core.dispatch.policy;

import static dev.diffract.frontend.core.dispatch.policy.DispatchPolicyKit.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.diffract.frontend.core.TestModels;
import dev.diffract.frontend.core.admission.Pace;
import dev.diffract.frontend.core.dispatch.policy.FleetView.InstanceView;
import dev.diffract.frontend.core.fleet.InstanceSnapshot;
import dev.diffract.frontend.core.inference.CallShape;
import dev.diffract.frontend.core.inference.TritonInstance;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class FleetPaceTest {

    private static final Offset<Double> NEARLY = within(1e-12);
    private static final CallShape SMALL = shape(8);
    private static final CallShape LARGE = shape(16);
    private static final double ELEMENTS = SMALL.elements();

    /** Rows of the largest batch. */
    private static final int FULL = healthy(0).largestBatch(TestModels.UNET);

    @Test
    void nothingIsKnownOfAFleetThatHasNotAnswered() {
        assertThat(pace(CallTimes.NONE, CallTimes.NONE)).isEqualTo(Pace.UNKNOWN);
        assertThat(pace()).isEqualTo(Pace.UNKNOWN);
        CallTimes known = known(CallTimes.NONE, SMALL, 1, 1);
        assertThat(FleetPace.of(fleet(known), TestModels.UNET, "another checkpoint", 1))
                .isEqualTo(Pace.UNKNOWN);
    }

    @Test
    void slicesAddUpAndOnePictureGoesToTheFastest() {
        CallTimes fast = known(known(CallTimes.NONE, SMALL, 1, 1), SMALL, FULL, 4);
        CallTimes slow = known(known(CallTimes.NONE, SMALL, 1, 3), SMALL, FULL, 12);
        Pace pace = pace(slow, fast);
        assertThat(pace.alone()).isEqualTo(1 / ELEMENTS, NEARLY);
        assertThat(pace.together()).isEqualTo(3 / ELEMENTS / FULL, NEARLY);
        assertThat(pace.best()).isEqualTo(pace.together(), NEARLY);
    }

    @Test
    void whoHasNotAnsweredIsHopedToBeAsFastAsTheFastest() {
        CallTimes known = known(CallTimes.NONE, SMALL, FULL, 4);
        assertThat(pace(known, CallTimes.NONE).together()).isEqualTo(2 / ELEMENTS / FULL, NEARLY);
    }

    /** A large one takes twice as long and is four times as large; small ones came last. */
    @Test
    void atBestIsByWhatItIsBestAt() {
        CallTimes known = known(known(CallTimes.NONE, LARGE, FULL, 8), SMALL, FULL, 4);
        assertThat(pace(known).together()).isEqualTo(4 / ELEMENTS / FULL, NEARLY);
        assertThat(pace(known).best()).isEqualTo(2 / ELEMENTS / FULL, NEARLY);
    }

    /** Three quarters of what the fastest takes for a row, of just that size. */
    @Test
    void whatACallTakesForSureIsKnownOnceAllHaveShownItOfLate() {
        CallTimes fast = thrice(CallTimes.NONE, SMALL, 1);
        CallTimes slow = thrice(CallTimes.NONE, SMALL, 3);
        assertThat(atLeast(NOW, slow, fast)).isEqualTo(0.75, NEARLY);
        assertThat(atLeast(NOW.plusSeconds(120), slow, fast))
                .as("it is long ago")
                .isZero();
        assertThat(atLeast(NOW, slow, CallTimes.NONE))
                .as("the other may be faster")
                .isZero();
        assertThat(atLeast(NOW, known(CallTimes.NONE, SMALL, 1, 1)))
                .as("one answer is chance")
                .isZero();
        assertThat(atLeast(NOW, thrice(CallTimes.NONE, LARGE, 1)))
                .as("of another size")
                .isZero();
        assertThat(atLeast(NOW)).isZero();
    }

    private static double atLeast(Instant now, CallTimes... all) {
        return FleetPace.atLeast(fleet(all), TestModels.UNET, TestModels.CHECKPOINT, SMALL.elements(), 1, now);
    }

    private static CallTimes thrice(CallTimes times, CallShape shape, long seconds) {
        return known(known(known(times, shape, 1, seconds), shape, 1, seconds), shape, 1, seconds);
    }

    private static Pace pace(CallTimes... all) {
        return FleetPace.of(fleet(all), TestModels.UNET, TestModels.CHECKPOINT, 1);
    }

    private static FleetView fleet(CallTimes... all) {
        List<InstanceView> views = new ArrayList<>();
        for (CallTimes times : all) {
            views.add(new InstanceView(healthy(views.size()), 0, 0, 0, new Outlook(0, 0, NOW, times, 0, Instant.MIN)));
        }
        return new FleetView(views);
    }

    private static InstanceSnapshot healthy(int index) {
        return InstanceSnapshot.healthy(new TritonInstance("slice" + index, "host:" + index), TestModels.served());
    }

    private static CallTimes known(CallTimes times, CallShape shape, long rows, long seconds) {
        return times.with(shape, rows, Duration.ofSeconds(seconds), NOW);
    }

    private static CallShape shape(int size) {
        return DispatchPolicyKit.work(1, size, TestModels.CHECKPOINT, Stage.STEP)
                .shape();
    }
}
