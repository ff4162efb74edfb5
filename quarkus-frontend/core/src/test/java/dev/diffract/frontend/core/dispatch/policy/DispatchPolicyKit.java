package dev.diffract.frontend.core.dispatch.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.core.TestModels;
import dev.diffract.frontend.core.dispatch.policy.FleetView.InstanceView;
import dev.diffract.frontend.core.fleet.InstanceSnapshot;
import dev.diffract.frontend.core.fleet.InstanceState;
import dev.diffract.frontend.core.inference.InferenceCall;
import dev.diffract.frontend.core.inference.TritonInstance;
import dev.diffract.repository.kserve.Tensor;
import dev.diffract.repository.kserve.TensorType;
import dev.diffract.repository.pipeline.ModelRole;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;

/**
 * What holds for every policy, at moments made up by chance: instances that are ill, lack models or serve another checkpoint, that
 * have much or nothing to do, and work of all kinds that failed here and there.
 */
abstract class DispatchPolicyKit {

    static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final int MOMENTS = 200;

    /** A new one, as it is used. */
    abstract DispatchPolicy policy();

    private static void atEveryMoment(IntConsumer check) {
        for (int seed = 0; seed < MOMENTS; seed++) {
            try {
                check.accept(seed);
            } catch (AssertionError e) {
                throw new AssertionError("at moment " + seed + ": " + e.getMessage(), e);
            }
        }
    }

    @Test
    void theSameMomentGivesTheSameDecision() {
        atEveryMoment(seed -> {
            Moment moment = Moment.of(seed);
            DispatchPolicy policy = policy();
            Decision decision = moment.decided(policy);
            assertThat(moment.decided(policy)).isEqualTo(decision);
            Moment.of(seed + 1).decided(policy);
            assertThat(moment.decided(policy)).as("after another moment").isEqualTo(decision);
            assertThat(moment.decided(policy())).as("of a new policy").isEqualTo(decision);
        });
    }

    @Test
    void onlyHealthyInstancesThatServeItGetWork() {
        atEveryMoment(seed -> {
            for (Assignment assignment : Moment.of(seed).decided(policy()).assignments()) {
                InstanceSnapshot snapshot = Moment.of(seed).fleet().instances().stream()
                        .map(InstanceView::snapshot)
                        .filter(known -> known.instance().equals(assignment.instance()))
                        .findFirst()
                        .orElseThrow();
                assertThat(snapshot.state()).isEqualTo(InstanceState.HEALTHY);
                assertThat(assignment.work())
                        .allSatisfy(waiting -> assertThat(snapshot.models()
                                        .get(waiting.work().model())
                                        .checkpoint())
                                .isEqualTo(waiting.work().checkpoint()));
            }
        });
    }

    @Test
    void anInstanceWhereWorkFailedGetsItAgainOnlyAfterAllOthers() {
        atEveryMoment(seed -> {
            Moment moment = Moment.of(seed);
            for (Assignment assignment : moment.decided(policy()).assignments()) {
                for (Waiting waiting : assignment.work()) {
                    List<TritonInstance> serving = moment.fleet().serving(waiting).stream()
                            .map(InstanceView::instance)
                            .toList();
                    if (!waiting.tried().containsAll(serving)) {
                        assertThat(waiting.tried()).doesNotContain(assignment.instance());
                    }
                }
            }
        });
    }

    @Test
    void noEngineGetsWorkThatItIsUnfitFor() {
        atEveryMoment(seed -> {
            Moment moment = Moment.of(seed);
            for (Assignment assignment : moment.decided(policy()).assignments()) {
                for (Waiting waiting : assignment.work()) {
                    assertThat(moment.fleet()
                                    .find(assignment.instance())
                                    .flatMap(view -> view.snapshot()
                                            .engine(waiting.work().model())))
                            .isPresent()
                            .get()
                            .isNotIn(waiting.unfit());
                }
            }
        });
    }

    @Test
    void workThatIsToBeTheSameToTheBitGoesToEnginesOfOneKind() {
        atEveryMoment(seed -> {
            Moment moment = Moment.of(seed);
            Set<Optional<String>> open = new HashSet<>();
            for (Assignment assignment : moment.decided(policy()).assignments()) {
                for (Waiting waiting : assignment.work()) {
                    waiting.work().exact().ifPresent(exact -> {
                        Optional<String> engines = moment.fleet()
                                .find(assignment.instance())
                                .orElseThrow()
                                .engines(waiting.work());
                        assertThat(engines).isPresent();
                        exact.engines()
                                .ifPresentOrElse(named -> assertThat(engines).contains(named), () -> open.add(engines));
                    });
                }
            }
            assertThat(open).hasSizeLessThanOrEqualTo(1);
        });
    }

    @Test
    void noInstanceGetsMoreCallsThatFillTheirBatchThanItsMemoryIsMeantFor() {
        atEveryMoment(seed -> {
            Moment moment = Moment.of(seed);
            List<Assignment> filled = moment.decided(policy()).assignments().stream()
                    .filter(assignment ->
                            assignment.work().get(0).work().exact().isPresent())
                    .toList();
            for (Assignment assignment : filled) {
                int before =
                        moment.fleet().find(assignment.instance()).orElseThrow().filled();
                assertThat(before
                                + filled.stream()
                                        .filter(other -> other.instance().equals(assignment.instance()))
                                        .count())
                        .isLessThanOrEqualTo(InstanceView.MOST_FILLED);
            }
        });
    }

    @Test
    void onlyWhatWaitsIsGivenAwayAndNothingTwice() {
        atEveryMoment(seed -> {
            Moment moment = Moment.of(seed);
            List<Waiting> given = moment.decided(policy()).assignments().stream()
                    .flatMap(assignment -> assignment.work().stream())
                    .toList();
            assertThat(given).doesNotHaveDuplicates();
            assertThat(moment.waiting()).containsAll(given);
        });
    }

    @Test
    void workThatMustGoAloneGoesAlone() {
        atEveryMoment(seed -> {
            assertThat(Moment.of(seed).decided(policy()).assignments())
                    .filteredOn(assignment -> assignment.work().stream().anyMatch(Waiting::goesAlone))
                    .allSatisfy(assignment -> assertThat(assignment.work()).hasSize(1));
        });
    }

    @Test
    void workThatIsPutTogetherIsNoMoreThanTheInstanceTakes() {
        atEveryMoment(seed -> {
            Moment moment = Moment.of(seed);
            for (Assignment assignment : moment.decided(policy()).assignments()) {
                int largest = moment.fleet().instances().stream()
                        .filter(view -> view.instance().equals(assignment.instance()))
                        .mapToInt(view ->
                                view.largestBatch(assignment.work().get(0).work()))
                        .findFirst()
                        .orElseThrow();
                long rows = assignment.work().stream()
                        .mapToLong(waiting -> waiting.work().cost().rows())
                        .sum();
                assertThat(assignment.work().size() == 1 || rows <= largest).isTrue();
            }
        });
    }

    @Test
    void whoWantsToLookAgainWantsItLater() {
        atEveryMoment(seed -> {
            Decision decision = Moment.of(seed).decided(policy());
            assertThat(decision.lookAgain().orElse(Instant.MAX)).isAfter(NOW);
        });
    }

    @Test
    void anIdleFleetGetsWorkNowOrAtATimeThatIsSaid() {
        atEveryMoment(seed -> {
            Moment busy = Moment.of(seed);
            Moment idle = new Moment(
                    busy.waiting(),
                    new FleetView(busy.fleet().instances().stream()
                            .map(view -> new InstanceView(
                                    view.snapshot(),
                                    0,
                                    0,
                                    view.lastChosen(),
                                    new Outlook(
                                            0,
                                            Integer.MIN_VALUE,
                                            Instant.MIN,
                                            view.outlook().times(),
                                            view.outlook().failures(),
                                            view.outlook().doubtedUntil())))
                            .toList()));
            Decision decision = idle.decided(policy());
            boolean anyCanGo = idle.waiting().stream()
                    .anyMatch(waiting -> !idle.fleet().candidates(waiting).isEmpty());
            if (anyCanGo) {
                assertThat(!decision.assignments().isEmpty()
                                || decision.lookAgain().isPresent())
                        .isTrue();
            }
        });
    }

    @Test
    void classesDoNotShareACall() {
        atEveryMoment(seed -> Moment.of(seed)
                .decided(policy())
                .assignments()
                .forEach(assignment -> assertThat(assignment.work())
                        .extracting(waiting -> waiting.work().terms().standing().at(NOW))
                        .containsOnly(assignment
                                .work()
                                .get(0)
                                .work()
                                .terms()
                                .standing()
                                .at(NOW))));
    }

    @Test
    void withoutWorkNothingIsAssigned() {
        Moment empty = new Moment(List.of(), Moment.of(1).fleet());
        assertThat(empty.decided(policy()).assignments()).isEmpty();
    }

    @Test
    void withoutInstancesNothingIsAssigned() {
        Moment alone = new Moment(Moment.of(1).waiting(), new FleetView(List.of()));
        assertThat(alone.decided(policy()).assignments()).isEmpty();
    }

    static InstanceView view(TritonInstance instance, int underWay, long lastChosen) {
        return new InstanceView(
                InstanceSnapshot.healthy(instance, TestModels.served()),
                underWay,
                0,
                lastChosen,
                new Outlook(underWay, Integer.MIN_VALUE, NOW, CallTimes.NONE, 0, Instant.MIN));
    }

    static Waiting waiting(long number, Set<TritonInstance> tried) {
        return new Waiting(
                number,
                work(1, 8, TestModels.CHECKPOINT, Stage.STEP),
                !tried.isEmpty(),
                tried,
                Set.of(),
                false,
                Set.of());
    }

    static Work work(int rows, int size, String checkpoint, Stage stage) {
        Tensor sample = Tensor.ofFloats(
                "sample", TensorType.FP32, new long[] {rows, 4, size, size}, new float[rows * 4 * size * size]);
        String model = stage == Stage.STEP ? TestModels.UNET : TestModels.name(ModelRole.DECODE_IMAGE);
        InferenceCall call = new InferenceCall(model, List.of(sample), List.of("out"));
        return Work.of(call, checkpoint, stage, Terms.of(NOW.plus(Duration.ofSeconds(rows * 10L)), "some step"));
    }
}
