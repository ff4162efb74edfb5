package dev.diffract.frontend.core.dispatch.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.core.TestModels;
import dev.diffract.frontend.core.inference.TritonInstance;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LeastLoadedTest extends DispatchPolicyKit {

    private static final TritonInstance A = new TritonInstance("a", "host:1");
    private static final TritonInstance B = new TritonInstance("b", "host:2");
    private static final TritonInstance C = new TritonInstance("c", "host:3");

    @Override
    DispatchPolicy policy() {
        return new LeastLoaded();
    }

    @Test
    void takesTheInstanceWithTheFewestCallsUnderWay() {
        FleetView fleet = new FleetView(List.of(view(A, 2, 1), view(B, 1, 9), view(C, 3, 2)));
        assertThat(chosen(fleet, 1)).containsExactly("b");
    }

    @Test
    void ofEquallyLoadedInstancesTheOneChosenLongestAgoIsNext() {
        FleetView fleet = new FleetView(List.of(view(A, 1, 7), view(B, 1, 5), view(C, 1, 6)));
        assertThat(chosen(fleet, 1)).containsExactly("b");
    }

    @Test
    void itsOwnChoicesCountAtOnce() {
        FleetView fleet = new FleetView(List.of(view(A, 0, 0), view(B, 0, 0), view(C, 2, 0)));
        assertThat(chosen(fleet, 6)).containsExactly("a", "b", "a", "b", "c", "a");
    }

    @Test
    void nothingWaitsThatCanGo() {
        FleetView fleet = new FleetView(List.of(view(A, 1000, 0)));
        assertThat(chosen(fleet, 5)).containsExactly("a", "a", "a", "a", "a");
    }

    @Test
    void workThatFailedGoesElsewhere() {
        FleetView fleet = new FleetView(List.of(view(A, 0, 0), view(B, 5, 0)));
        Decision decision = policy().decide(List.of(waiting(1, Set.of(A))), fleet, NOW);
        assertThat(decision.assignments()).extracting(Assignment::instance).containsExactly(B);
    }

    /** Eight rows are the largest batch here: four steps of two rows could have shared it. */
    @Test
    void aCallThatFillsItsBatchCountsAsAllThatCouldHaveSharedIt() {
        Work two = work(2, 8, TestModels.CHECKPOINT, Stage.STEP);
        Work exact = two.exactly(new Exact(Set.of(TestModels.UNET), Optional.empty(), false));
        FleetView fleet = new FleetView(List.of(view(A, 0, 0), view(B, 0, 0)));
        List<Waiting> waiting =
                new ArrayList<>(List.of(new Waiting(0, exact, false, Set.of(), Set.of(), false, Set.of())));
        LongStream.rangeClosed(1, 6)
                .forEach(number -> waiting.add(new Waiting(number, two, false, Set.of(), Set.of(), false, Set.of())));
        assertThat(policy().decide(waiting, fleet, NOW).assignments())
                .extracting(assignment -> assignment.instance().name())
                .containsExactly("a", "b", "b", "b", "b", "a", "b");
        assertThat(view(A, 0, 0).rows(exact)).isEqualTo(8);
        assertThat(view(A, 0, 0).rows(two)).isEqualTo(2);
    }

    @Test
    void ofCallsThatFillTheirBatchAnInstanceHasTwoAndTheOthersWaitButNothingElse() {
        Work two = work(2, 8, TestModels.CHECKPOINT, Stage.STEP);
        Work exact = two.exactly(new Exact(Set.of(TestModels.UNET), Optional.empty(), false));
        FleetView fleet = new FleetView(List.of(filled(A, 1), filled(B, 2), filled(C, 0)));
        List<Waiting> waiting = new ArrayList<>();
        LongStream.range(0, 8)
                .forEach(number -> waiting.add(new Waiting(number, exact, false, Set.of(), Set.of(), false, Set.of())));
        waiting.add(waiting(8, Set.of()));

        List<Assignment> given = policy().decide(waiting, fleet, NOW).assignments();

        assertThat(given)
                .extracting(assignment -> assignment.work().get(0).number())
                .containsExactly(0L, 1L, 2L, 8L);
        assertThat(given).extracting(assignment -> assignment.instance().name()).startsWith("c", "a", "c");
    }

    private static FleetView.InstanceView filled(TritonInstance instance, int calls) {
        FleetView.InstanceView idle = view(instance, 0, 0);
        return new FleetView.InstanceView(idle.snapshot(), 4 * calls, calls, 0, Outlook.IDLE);
    }

    private List<String> chosen(FleetView fleet, int works) {
        List<Waiting> waiting = LongStream.range(0, works)
                .mapToObj(number -> waiting(number, Set.of()))
                .toList();
        return policy().decide(waiting, fleet, NOW).assignments().stream()
                .map(assignment -> assignment.instance().name())
                .toList();
    }
}
