package dev.diffract.frontend.core.dispatch.policy;

import static dev.diffract.frontend.core.dispatch.policy.DispatchPolicyKit.NOW;
import static dev.diffract.frontend.core.dispatch.policy.LateBindingTest.FAST;
import static dev.diffract.frontend.core.dispatch.policy.LateBindingTest.SLOW;
import static dev.diffract.frontend.core.dispatch.policy.LateBindingTest.STEP;
import static dev.diffract.frontend.core.dispatch.policy.LateBindingTest.busy;
import static dev.diffract.frontend.core.dispatch.policy.LateBindingTest.given;
import static dev.diffract.frontend.core.dispatch.policy.LateBindingTest.idle;
import static dev.diffract.frontend.core.dispatch.policy.LateBindingTest.steps;
import static dev.diffract.frontend.core.dispatch.policy.LateBindingTest.terms;
import static dev.diffract.frontend.core.dispatch.policy.LateBindingTest.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.core.admission.Standing;
import dev.diffract.frontend.core.dispatch.policy.FleetView.InstanceView;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What the batch class is given beside the interactive one. Eight rows, four pictures, are the largest batch. */
class LateBindingClassesTest {

    @Test
    void theInteractiveOneGoesFirstAndByItself() {
        assertThat(given(decide(both(1, 8), idle(FAST, 1)))).containsExactly("fast 0");
        assertThat(given(decide(both(1, 60), idle(FAST, 1), idle(SLOW, 20))))
                .containsExactly("fast 0", "slow 100 101 102 103");
    }

    /** It would wait half a second and be done in one and a half; alone it would not have waited for longer than six. */
    @Test
    void whatWaitsForTheFastOneIsNotGivenToASlowOneThatHasOtherThingsToDo() {
        assertThat(given(decide(both(2, 60), busy(FAST, 1, 1, 0.5), idle(SLOW, 20))))
                .containsExactly("slow 100 101 102 103");
        assertThat(given(decide(both(2, 0), busy(FAST, 1, 1, 10), idle(SLOW, 20))))
                .containsExactly("slow 0 1");
        assertThat(given(decide(both(2, 60), busy(FAST, 1, 1, 10), idle(SLOW, 20))))
                .containsExactly("slow 100 101 102 103");
        assertThat(given(decide(both(2, 60), busy(FAST, 1, 1, 20), idle(SLOW, 20))))
                .containsExactly("slow 0 1");
    }

    @Test
    void theFastOneIsKeptForThoseThatComeBackInAMoment() {
        FleetView fleet = new FleetView(
                List.of(idle(FAST, 1), idle(SLOW, 20)),
                List.of(new Awaited(STEP.shape(), Standing.USUAL, 2, NOW.minusMillis(1), NOW.plusMillis(3))),
                NOW);
        Decision decision = new LateBinding().decide(both(0, 60), fleet, NOW);
        assertThat(given(decision)).containsExactly("slow 100 101 102 103");
        assertThat(decision.lookAgain()).contains(NOW.plusMillis(3));
    }

    @Test
    void whoseOwnComeBackIsNotKeptWaitingByThat() {
        FleetView fleet = new FleetView(
                List.of(idle(FAST, 1)),
                List.of(new Awaited(STEP.shape(), Standing.BATCH, 2, NOW.minusMillis(1), NOW.plusMillis(3))),
                NOW);
        assertThat(given(new LateBinding().decide(both(1, 60), fleet, NOW))).containsExactly("fast 0");
    }

    /** Else those whose step is under way would find it busy when they come back. */
    @Test
    void nothingOfTheBatchClassGoesAheadBehindAnInteractiveCall() {
        assertThat(given(decide(both(0, 8), busy(FAST, 0.01, 1, 0.005)))).isEmpty();
        assertThat(given(decide(both(1, 8), busy(FAST, 0.01, 1, 0.005)))).containsExactly("fast 0");
    }

    @Test
    void whosePatienceIsOverIsOfTheUsualClass() {
        Work old = Moment.ofClass(STEP, new Standing(Standing.BATCH, NOW));
        List<Waiting> waiting = new ArrayList<>(steps(2));
        waiting.add(waiting(7, old, old.terms()));
        assertThat(given(decide(waiting, idle(FAST, 1))))
                .singleElement()
                .asString()
                .contains(" 7")
                .contains(" 0");
    }

    private static Decision decide(List<Waiting> waiting, InstanceView... instances) {
        return new LateBinding().decide(waiting, new FleetView(List.of(instances)), NOW);
    }

    /** Interactive ones from 0, those of the batch class from 100. */
    private static List<Waiting> both(int interactive, int batch) {
        List<Waiting> all = new ArrayList<>(steps(interactive));
        LongStream.range(100, 100 + batch)
                .mapToObj(number -> waiting(number, STEP, terms(Standing.BATCH, new Course(NOW, 0, 20))))
                .forEach(all::add);
        return all;
    }
}
