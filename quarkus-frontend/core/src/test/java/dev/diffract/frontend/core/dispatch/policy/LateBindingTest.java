package dev.diffract.frontend.core.dispatch.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.core.TestModels;
import dev.diffract.frontend.core.admission.Standing;
import dev.diffract.frontend.core.dispatch.policy.FleetView.InstanceView;
import dev.diffract.frontend.core.fleet.InstanceSnapshot;
import dev.diffract.frontend.core.inference.TritonInstance;
import dev.diffract.frontend.core.trace.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Eight rows are the largest batch of every instance here. */
class LateBindingTest extends DispatchPolicyKit {

    static final TritonInstance FAST = new TritonInstance("fast", "host:1");
    static final TritonInstance SLOW = new TritonInstance("slow", "host:2");
    static final Work STEP = work(2, 8, TestModels.CHECKPOINT, Stage.STEP);

    @Override
    DispatchPolicy policy() {
        return new LateBinding();
    }

    @Test
    void aFreeInstanceGetsOneCallThatFillsItsBatch() {
        Decision decision = decide(steps(6), idle(FAST, 1));
        assertThat(given(decision)).containsExactly("fast 0 1 2 3");
    }

    @Test
    void whatIsAtWorkGetsNothing() {
        Decision decision = decide(steps(6), busy(FAST, 1, 1, 0.5));
        assertThat(decision.assignments()).isEmpty();
        assertThat(decision.lookAgain()).isEmpty();
    }

    @Test
    void whereCallsAreShortOneMoreGoesAhead() {
        assertThat(given(decide(steps(6), busy(FAST, 0.01, 1, 0.005)))).containsExactly("fast 0 1 2 3");
        assertThat(given(decide(steps(6), busy(FAST, 0.01, 2, 0.015)))).isEmpty();
    }

    @Test
    void whatWasNotDoneElsewhereGoesFirst() {
        List<Waiting> waiting = new ArrayList<>(steps(6));
        Waiting last = waiting.remove(5);
        waiting.add(new Waiting(5, last.work(), true, Set.of(), Set.of(), false, Set.of()));
        assertThat(given(decide(waiting, idle(FAST, 1)))).containsExactly("fast 5 0 1 2");
    }

    @Test
    void littleToDoWaitsForTheFastOne() {
        Decision decision = decide(steps(2), busy(FAST, 1, 1, 0.5), idle(SLOW, 20));
        assertThat(decision.assignments()).isEmpty();
        assertThat(decision.lookAgain()).contains(NOW.plusSeconds(6));
    }

    @Test
    void nobodyWaitsForOneThatIsBusyForLong() {
        assertThat(given(decide(steps(2), busy(FAST, 1, 1, 10), idle(SLOW, 20))))
                .containsExactly("slow 0 1");
    }

    @Test
    void aSlowOneHelpsWhereThereIsMuchToDo() {
        assertThat(given(decide(steps(60), busy(FAST, 1, 1, 0.5), idle(SLOW, 20))))
                .hasSize(1)
                .first()
                .asString()
                .startsWith("slow ");
    }

    /** The first could not make up for a step on the slow instance; the third can. */
    @Test
    void theSlowOneGetsTheMostUrgentThatCanAffordIt() {
        List<Waiting> waiting =
                List.of(step(0, asked(150), 0), step(1, asked(149), 0), step(2, asked(80), 0), step(3, asked(10), 0));
        List<Waiting> many = new ArrayList<>(waiting);
        many.addAll(steps(4, 60));
        assertThat(given(decide(many, idle(FAST, 1), idle(SLOW, 8))))
                .satisfiesExactly(
                        fast -> assertThat(fast).startsWith("fast 0 1 2 3"),
                        slow -> assertThat(slow).startsWith("slow 4 "));
        assertThat(given(decide(many, busy(FAST, 1, 1, 1), idle(SLOW, 8))))
                .singleElement()
                .asString()
                .startsWith("slow 2 3 ");
    }

    @Test
    void whereNobodyCanAffordItTheLeastUrgentGo() {
        List<Waiting> late = LongStream.range(0, 60)
                .mapToObj(number -> step(number, asked(1000 - number), 0))
                .toList();
        assertThat(given(decide(late, busy(FAST, 1, 1, 1), idle(SLOW, 8)))).containsExactly("slow 59 58 57 56");
    }

    @Test
    void aShortPictureGoesBeforeALongOneThatIsAsOld() {
        Waiting longer = waiting(0, STEP, terms(0, new Course(asked(10), 0, 50)));
        Waiting shorter = waiting(1, STEP, terms(0, new Course(asked(10), 0, 8)));
        assertThat(given(decide(List.of(longer, shorter), idle(FAST, 1)))).containsExactly("fast 1 0");
    }

    @Test
    void whoWantsItSoHasTheOldestGoFirst() {
        Waiting longer = waiting(0, STEP, terms(0, new Course(asked(11), 0, 50)));
        Waiting shorter = waiting(1, STEP, terms(0, new Course(asked(10), 0, 8)));
        List<Waiting> both = List.of(shorter, longer);
        FleetView fleet = new FleetView(List.of(idle(FAST, 1)));
        assertThat(given(new LateBinding(Order.SLACK).decide(both, fleet, NOW))).containsExactly("fast 1 0");
        assertThat(given(new LateBinding(Order.OLDEST).decide(both, fleet, NOW)))
                .containsExactly("fast 0 1");
    }

    @Test
    void whatOthersWaitForGoesBeforeSteps() {
        Waiting decode = waiting(9, work(2, 8, TestModels.CHECKPOINT, Stage.DECODE), terms(0, new Course(NOW, 20, 0)));
        List<Waiting> waiting = new ArrayList<>(steps(4));
        waiting.add(decode);
        assertThat(given(decide(waiting, idle(FAST, 1)))).containsExactly("fast 9");
    }

    @Test
    void aHigherPriorityGoesFirstAndByItself() {
        List<Waiting> waiting = new ArrayList<>(steps(4));
        waiting.add(waiting(9, STEP, terms(1, new Course(NOW, 0, 20))));
        assertThat(given(decide(waiting, idle(FAST, 1)))).containsExactly("fast 9");
    }

    @Test
    void aBatchThatIsNotFullWaitsForThoseThatComeBack() {
        Instant until = NOW.plusMillis(3);
        FleetView fleet = new FleetView(
                List.of(idle(FAST, 1)), List.of(new Awaited(STEP.shape(), 0, 4, NOW.minusMillis(1), until)), NOW);
        Decision decision = policy().decide(steps(2), fleet, NOW);
        assertThat(decision.assignments()).isEmpty();
        assertThat(decision.lookAgain()).contains(until);
        assertThat(given(policy().decide(steps(4), fleet, NOW))).containsExactly("fast 0 1 2 3");
    }

    /** A tenth of the call that could be made meanwhile. */
    @Test
    void itDoesNotWaitLongerThanThatIsWorth() {
        FleetView fleet = new FleetView(
                List.of(idle(FAST, 0.01)),
                List.of(new Awaited(STEP.shape(), 0, 4, NOW.minusMillis(2), NOW.plusMillis(30))),
                NOW);
        assertThat(given(policy().decide(steps(2), fleet, NOW))).containsExactly("fast 0 1");
    }

    @Test
    void whatHasToBeTheSameToTheBitGoesAlone() {
        Work exact = STEP.exactly(new Exact(Set.of(TestModels.UNET), Optional.empty(), false));
        List<Waiting> waiting =
                List.of(waiting(0, exact, terms(0, new Course(asked(50), 0, 20))), step(1, NOW, 0), step(2, NOW, 0));
        assertThat(given(decide(waiting, idle(FAST, 1), idle(SLOW, 1)))).containsExactly("fast 0", "slow 1 2");
    }

    @Test
    void whoIsNotKnownIsTakenForAsFastAsAnyAndTried() {
        FleetView fleet = new FleetView(List.of(
                idle(FAST, 3),
                new InstanceView(InstanceSnapshot.healthy(SLOW, TestModels.served()), 0, 0, 0, Outlook.IDLE)));
        InstanceView unknown = fleet.instances().get(1);
        assertThat(fleet.expected(unknown, STEP.shape(), 2)).isEqualTo(3);
        assertThat(given(policy().decide(steps(8), fleet, NOW)))
                .as("with one step, and not the most urgent")
                .containsExactlyInAnyOrder("fast 0 1 2 3", "slow 7");
    }

    @Test
    void whoIsNotKnownGetsOneCallUntilItHasAnswered() {
        InstanceView unknown = new InstanceView(
                InstanceSnapshot.healthy(SLOW, TestModels.served()),
                1,
                0,
                0,
                new Outlook(1, 0, NOW, CallTimes.NONE, 0, Instant.MIN));
        assertThat(given(decide(steps(6), busy(FAST, 0.01, 2, 0.015), unknown))).isEmpty();
        assertThat(given(decide(steps(6), busy(FAST, 0.01, 2, 0.015), busy(SLOW, 0.01, 1, 0.005))))
                .containsExactly("slow 0 1 2 3");
    }

    @Test
    void whoIsDoubtedGetsNothingWhileAnotherCanDoIt() {
        Decision decision = decide(steps(8), doubted(FAST, NOW.plusSeconds(3)), idle(SLOW, 20));
        assertThat(given(decision)).containsExactly("slow 0 1 2 3");
        assertThat(decision.lookAgain()).as("then it is given a call, to see").contains(NOW.plusSeconds(3));
    }

    @Test
    void whereAllAreDoubtedTheyAreWhatThereIs() {
        assertThat(given(decide(steps(4), doubted(FAST, NOW.plusSeconds(3))))).containsExactly("fast 0 1 2 3");
    }

    private static InstanceView doubted(TritonInstance instance, Instant until) {
        InstanceView idle = idle(instance, 1);
        return new InstanceView(
                idle.snapshot(),
                0,
                0,
                0,
                new Outlook(0, Integer.MIN_VALUE, NOW, idle.outlook().times(), 1, until));
    }

    @Test
    void whoAreAboutAsFastTakeTurns() {
        InstanceView first = new InstanceView(
                InstanceSnapshot.healthy(FAST, TestModels.served()),
                0,
                0,
                7,
                idle(FAST, 1).outlook());
        InstanceView second = new InstanceView(
                InstanceSnapshot.healthy(SLOW, TestModels.served()),
                0,
                0,
                5,
                idle(SLOW, 1.2).outlook());
        assertThat(given(decide(steps(1), first, second))).containsExactly("slow 0");
    }

    private Decision decide(List<Waiting> waiting, InstanceView... instances) {
        return policy().decide(waiting, new FleetView(List.of(instances)), NOW);
    }

    static List<String> given(Decision decision) {
        return decision.assignments().stream()
                .map(assignment -> assignment.instance().name()
                        + assignment.work().stream()
                                .map(waiting -> " " + waiting.number())
                                .reduce("", String::concat))
                .toList();
    }

    static List<Waiting> steps(int count) {
        return steps(0, count);
    }

    private static List<Waiting> steps(int from, int count) {
        return LongStream.range(from, from + count)
                .mapToObj(number -> step(number, NOW, 0))
                .toList();
    }

    static Waiting step(long number, Instant asked, int done) {
        return waiting(number, STEP, terms(0, new Course(asked, done, 20 - done)));
    }

    static Waiting waiting(long number, Work work, Terms terms) {
        Work on =
                new Work(work.call(), work.checkpoint(), work.stage(), work.shape(), work.cost(), terms, work.exact());
        return new Waiting(number, on, false, Set.of(), Set.of(), false, Set.of());
    }

    static Terms terms(int priority, Course course) {
        return new Terms(Caller.ANYBODY, Standing.of(priority), NOW.plusSeconds(900), course, "a step", Span.NONE);
    }

    private static Instant asked(long secondsAgo) {
        return NOW.minusSeconds(secondsAgo);
    }

    /** One that takes so many seconds for a call of two rows, and as many for one of eight. */
    static InstanceView idle(TritonInstance instance, double seconds) {
        return view(instance, seconds, 0, NOW);
    }

    static InstanceView busy(TritonInstance instance, double seconds, int calls, double left) {
        return view(instance, seconds, calls, NOW.plusMillis((long) (left * 1000)));
    }

    private static InstanceView view(TritonInstance instance, double seconds, int calls, Instant free) {
        Duration took = Duration.ofNanos((long) (seconds * 1e9));
        CallTimes times = CallTimes.NONE;
        for (int rows : List.of(2, 8, 8)) {
            times = times.with(STEP.shape(), rows, took, NOW);
        }
        return new InstanceView(
                InstanceSnapshot.healthy(instance, TestModels.served()),
                calls,
                0,
                0,
                new Outlook(calls, calls == 0 ? Integer.MIN_VALUE : 0, free, times, 0, Instant.MIN));
    }
}
