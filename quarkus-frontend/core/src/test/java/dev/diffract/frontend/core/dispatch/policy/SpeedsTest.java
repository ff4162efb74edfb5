package dev.diffract.frontend.core.dispatch.policy;

import static dev.diffract.frontend.core.dispatch.policy.DispatchPolicyKit.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.diffract.frontend.core.TestModels;
import dev.diffract.frontend.core.dispatch.policy.FleetView.InstanceView;
import dev.diffract.frontend.core.fleet.InstanceSnapshot;
import dev.diffract.frontend.core.inference.CallShape;
import dev.diffract.frontend.core.inference.TritonInstance;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** The slow instance takes twenty times as long as the fast one. */
class SpeedsTest {

    private static final CallShape SMALL = shape(8);
    private static final CallShape LARGE = shape(16);
    private static final CallShape DECODE =
            DispatchPolicyKit.work(1, 8, TestModels.CHECKPOINT, Stage.DECODE).shape();

    private static final CallTimes FAST = known(CallTimes.NONE, SMALL, 1, NOW);
    private static final CallTimes SLOW = known(CallTimes.NONE, SMALL, 20, NOW);

    @Test
    void whatOnlyOthersMadeTakesAsMuchLongerAsAnythingElse() {
        CallTimes fast = known(FAST, LARGE, 3, NOW);
        assertThat(expected(LARGE, 1, SLOW, fast)).isEqualTo(60, within(1e-9));
        CallTimes fastToo = known(known(CallTimes.NONE, SMALL, 2, NOW), LARGE, 6, NOW);
        assertThat(expected(LARGE, 1, SLOW, fastToo, FAST))
                .as("by one that is itself twice as slow as the fastest")
                .isEqualTo(60, within(1e-9));
    }

    @Test
    void theFastestIsExpectedToBeItAgain() {
        CallTimes slow = known(SLOW, LARGE, 60, NOW);
        assertThat(expected(LARGE, 1, FAST, slow)).isEqualTo(3, within(1e-9));
    }

    @Test
    void whatNobodyMadeTakesAsMuchLongerAsItHasMoreNumbers() {
        assertThat(expected(LARGE, 1, FAST, SLOW)).isEqualTo(4, within(1e-9));
        assertThat(expected(LARGE, 1, SLOW, FAST)).isEqualTo(80, within(1e-9));
        assertThat(expected(LARGE, 4, SLOW, FAST)).as("and more rows").isEqualTo(80 * 2.8, within(1e-9));
    }

    @Test
    void ofWhatIsLikeNothingTheSlowOneIsStillNotHopedToBeTheBest() {
        double fast = expected(DECODE, 1, FAST, SLOW);
        assertThat(expected(DECODE, 1, SLOW, FAST)).isEqualTo(20 * fast, within(1e-9));
    }

    @Test
    void ofWhomNothingIsKnownTheBestIsHopedFor() {
        assertThat(expected(SMALL, 1, CallTimes.NONE, SLOW, FAST)).isEqualTo(1);
        assertThat(expected(LARGE, 1, CallTimes.NONE, SLOW, FAST)).isEqualTo(4, within(1e-9));
    }

    @Test
    void whatOthersHaveThereSinceIsWaitedFor() {
        assertThat(expected(SMALL, 1, SLOW.beside(new Others(3, 1)), FAST)).isEqualTo(23, within(1e-9));
        assertThat(expected(SMALL, 1, SLOW.beside(new Others(-3, 1)), FAST))
                .as("and no longer for those that left")
                .isEqualTo(17, within(1e-9));
        assertThat(expected(SMALL, 1, SLOW.beside(new Others(-300, 1)), FAST))
                .as("but half of it was its own")
                .isEqualTo(10, within(1e-9));
        assertThat(expected(LARGE, 1, FAST, SLOW.beside(new Others(3, 1))))
                .as("what another takes is as before")
                .isEqualTo(4, within(1e-9));
    }

    @Test
    void ofWhomNothingIsKnownItIsHopedThatCallsTakeNoMoreThanThoseOfOthers() {
        assertThat(expected(SMALL, 1, CallTimes.NONE.beside(new Others(0.5, 0.25)), SLOW, FAST))
                .isEqualTo(0.75, within(1e-9));
        assertThat(expected(SMALL, 1, CallTimes.NONE.beside(new Others(0.5, 30)), SLOW, FAST))
                .isEqualTo(1.5, within(1e-9));
    }

    /** A first call may load what others find loaded; one that is much too slow even so need not be tried again. */
    @Test
    void aFirstAnswerIsHalfBelieved() {
        CallTimes once = CallTimes.NONE.with(SMALL, 1, Duration.ofSeconds(20), NOW);
        assertThat(expected(SMALL, 1, once, FAST)).isEqualTo(5);
        CallTimes quick = CallTimes.NONE.with(SMALL, 1, Duration.ofSeconds(3), NOW);
        assertThat(expected(SMALL, 1, quick, FAST)).isEqualTo(1);
        CallTimes twice = quick.with(SMALL, 1, Duration.ofSeconds(2), NOW);
        assertThat(expected(SMALL, 1, twice, FAST)).isEqualTo(2);
    }

    @Test
    void whatIsOldCountsLessAndLess() {
        double before = 20;
        for (int minutes = 0; minutes <= 60; minutes++) {
            Instant now = NOW.plusSeconds(60L * minutes);
            CallTimes fast = known(FAST, SMALL, 1, now);
            double expected = expected(now, SMALL, 1, SLOW, fast);
            assertThat(expected).isBetween(1.0, before);
            if (minutes <= 4) {
                assertThat(expected).as("after " + minutes + " minutes").isEqualTo(20, within(1e-9));
            }
            before = expected;
        }
        assertThat(before).isLessThan(1.25);
    }

    @Test
    void anAnswerToOtherCallsTellsThatItHasChanged() {
        Instant later = NOW.plus(Duration.ofMinutes(30));
        CallTimes fast = known(known(FAST, LARGE, 4, later), SMALL, 1, later);
        CallTimes freed = known(known(SLOW, LARGE, 4, later), shape(32), 16, later);
        CallTimes fastToo = known(fast, shape(32), 16, later);
        assertThat(expected(later, SMALL, 1, freed, fastToo)).isLessThan(1.5);
    }

    @Test
    void howFastOneIsBesideTheFastestIsKnownOnceBothHaveMadeTheSame() {
        assertThat(relative(FAST, SLOW)).hasValue(1);
        assertThat(relative(SLOW, FAST)).hasValueCloseTo(0.05, within(1e-9));
        assertThat(relative(CallTimes.NONE, FAST, SLOW)).isEmpty();
        assertThat(relative(FAST)).as("alone").isEmpty();
    }

    private static OptionalDouble relative(CallTimes... all) {
        FleetView fleet = fleet(NOW, all);
        return fleet.speeds().relative(fleet.instances().get(0));
    }

    /** Of the first of these, in a fleet of all. */
    private static double expected(CallShape shape, long rows, CallTimes... all) {
        return expected(NOW, shape, rows, all);
    }

    private static double expected(Instant now, CallShape shape, long rows, CallTimes... all) {
        FleetView fleet = fleet(now, all);
        return fleet.expected(fleet.instances().get(0), shape, rows);
    }

    private static FleetView fleet(Instant now, CallTimes... all) {
        List<InstanceView> views = new ArrayList<>();
        for (CallTimes times : all) {
            TritonInstance instance = new TritonInstance("slice" + views.size(), "host:" + views.size());
            views.add(new InstanceView(
                    InstanceSnapshot.healthy(instance, TestModels.served()),
                    0,
                    0,
                    0,
                    new Outlook(0, 0, NOW, times, 0, Instant.MIN)));
        }
        return new FleetView(views, List.of(), now);
    }

    private static CallTimes known(CallTimes times, CallShape shape, double seconds, Instant now) {
        CallTimes known = times;
        for (int i = 0; i < 3; i++) {
            known = known.with(shape, 1, Duration.ofNanos((long) (seconds * 1e9)), now);
        }
        return known;
    }

    private static CallShape shape(int size) {
        return DispatchPolicyKit.work(1, size, TestModels.CHECKPOINT, Stage.STEP)
                .shape();
    }
}
