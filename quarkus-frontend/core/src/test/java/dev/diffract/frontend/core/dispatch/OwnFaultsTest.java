package dev.diffract.frontend.core.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.core.FakeGateway;
import dev.diffract.frontend.core.FakeGateway.Behaviour;
import dev.diffract.frontend.core.Uncaught;
import dev.diffract.frontend.core.dispatch.policy.Assignment;
import dev.diffract.frontend.core.dispatch.policy.Decision;
import dev.diffract.frontend.core.dispatch.policy.DispatchPolicy;
import dev.diffract.frontend.core.dispatch.policy.LeastLoaded;
import dev.diffract.frontend.core.dispatch.policy.Stage;
import dev.diffract.frontend.core.fleet.FleetListener;
import dev.diffract.frontend.core.fleet.InstanceDirectory;
import dev.diffract.frontend.core.fleet.InstanceSnapshot;
import dev.diffract.frontend.core.fleet.InstanceState;
import dev.diffract.frontend.core.inference.FailureKind;
import dev.diffract.frontend.core.inference.InferenceCall;
import dev.diffract.frontend.core.inference.InferenceException;
import dev.diffract.frontend.core.inference.TritonInstance;
import dev.diffract.frontend.core.time.Execution;
import dev.diffract.repository.kserve.Tensor;
import dev.diffract.repository.kserve.TensorType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What breaks in this program ends the work at once, as it is, and is held against no instance. */
class OwnFaultsTest extends DispatcherFixture {

    private static final RuntimeException FAULT = new NullPointerException("a tensor that is not there");
    private static final Error TOO_MUCH = new StackOverflowError();

    static Stream<Function<Throwable, Behaviour>> waysToBreak() {
        return Stream.of(
                fault -> sent -> raise(fault),
                fault -> sent -> sent.answer().completeExceptionally(fault),
                fault -> sent -> sent.answer().completeExceptionally(new CompletionException(fault)));
    }

    @ParameterizedTest
    @MethodSource("waysToBreak")
    void aGatewayThatBreaksIsNoFailureOfTheInstance(Function<Throwable, Behaviour> way) {
        for (Throwable fault : List.of(FAULT, TOO_MUCH)) {
            gateway.script(A, way.apply(fault));
            gateway.script(B, way.apply(fault));
            assertThat(error(call())).isSameAs(fault);
        }
        assertThat(gateway.sent()).as("none was tried again").hasSize(2);
        assertThat(heard.events).isEmpty();
        nobodyIsBlamed();
    }

    @Test
    void anAnswerThatCannotBeReadIsNoFailureOfTheInstance() {
        for (Throwable fault : List.of(FAULT, TOO_MUCH)) {
            CompletableFuture<Dispatched<Object>> call =
                    result(dispatcher.dispatch(work(Duration.ofSeconds(60)), answer -> raise(fault)));
            assertThat(error(call)).isSameAs(fault);
        }
        assertThat(gateway.sent()).hasSize(2);
        assertThat(heard.events).containsExactly("a succeeded with 0", "b succeeded with 0");
        nobodyIsBlamed();
    }

    @Test
    void whoseAnswerCanBeReadGetsItAllTheSame() {
        Dispatcher joining = dispatcher(twoTogether(), Runnable::run);
        CompletableFuture<Dispatched<Object>> broken =
                result(joining.dispatch(work(Duration.ofSeconds(60)), answer -> raise(FAULT)));
        CompletableFuture<Dispatched<float[]>> sound =
                result(joining.dispatch(work(Duration.ofSeconds(60)), DispatcherFixture::read));
        assertThat(error(broken)).isSameAs(FAULT);
        assertThat(sound).isCompleted();
        assertThat(heard.events).containsExactly("a succeeded");
    }

    @Test
    void aSharedCallThatBreaksEndsAllItsWork() {
        Dispatcher joining = dispatcher(twoTogether(), Runnable::run);
        gateway.script(A, sent -> raise(FAULT));
        CompletableFuture<Dispatched<float[]>> one =
                result(joining.dispatch(work(Duration.ofSeconds(60)), DispatcherFixture::read));
        CompletableFuture<Dispatched<float[]>> other =
                result(joining.dispatch(work(Duration.ofSeconds(60)), DispatcherFixture::read));
        assertThat(error(one)).isSameAs(FAULT);
        assertThat(error(other)).isSameAs(FAULT);
        assertThat(joining.statistics(A)).isEqualTo(InstanceStatistics.NONE);
    }

    @Test
    void anAnswerToASharedCallThatCannotBeSplitEndsAllItsWork() {
        Dispatcher joining = dispatcher(twoTogether(), Runnable::run);
        gateway.script(A, sent -> sent.answer().complete(null));
        CompletableFuture<Dispatched<float[]>> one =
                result(joining.dispatch(work(Duration.ofSeconds(60)), DispatcherFixture::read));
        CompletableFuture<Dispatched<float[]>> other =
                result(joining.dispatch(work(Duration.ofSeconds(60)), DispatcherFixture::read));
        assertThat(error(one)).isInstanceOf(NullPointerException.class);
        assertThat(error(other)).isSameAs(error(one));
        assertThat(joining.statistics(A)).isEqualTo(InstanceStatistics.NONE);
    }

    @Test
    void aTimerThatBreaksEndsTheWorkAtOnce() {
        Dispatcher fragile = new Dispatcher(
                registry,
                gateway,
                new LeastLoaded(),
                heard,
                new Execution(Runnable::run, (delay, task) -> raise(TOO_MUCH), clock),
                DispatchSettings.DEFAULT);
        assertThat(error(result(fragile.dispatch(work(Duration.ofSeconds(60)), DispatcherFixture::read))))
                .isSameAs(TOO_MUCH);
        assertThat(gateway.sent()).isEmpty();
    }

    @Test
    void callsThatDoNotFitTogetherAreThePolicysFault() {
        Dispatcher joining = dispatcher(twoTogether(), Runnable::run);
        CompletableFuture<Dispatched<float[]>> one =
                result(joining.dispatch(work(unet(1, 1), Duration.ofSeconds(60)), DispatcherFixture::read));
        CompletableFuture<Dispatched<float[]>> other =
                result(joining.dispatch(work(wider(), Duration.ofSeconds(60)), DispatcherFixture::read));
        assertThat(error(one)).hasMessage("work for a that does not go as one call");
        assertThat(error(other)).isSameAs(error(one));
        assertThat(gateway.sent()).isEmpty();
        assertThat(stateOf(A)).isEqualTo(InstanceState.HEALTHY);
        assertThat(clock.pending()).isZero();
    }

    @Test
    void aPolicyThatBreaksEndsWhatWaitsAndIsAskedAgainForWhatComes() {
        List<Throwable> faults = new ArrayList<>(List.of(FAULT, TOO_MUCH));
        DispatchPolicy sound = new LeastLoaded();
        Instant begun = clock.instant();
        Dispatcher fragile = dispatcher(
                (waiting, fleet, now) -> {
                    if (now.equals(begun)) {
                        return Decision.of(List.of());
                    }
                    return faults.isEmpty() ? sound.decide(waiting, fleet, now) : raise(faults.remove(0));
                },
                Runnable::run);
        CompletableFuture<Dispatched<float[]>> waiting =
                result(fragile.dispatch(work(Duration.ofSeconds(60)), DispatcherFixture::read));
        clock.advance(Duration.ofSeconds(1));
        CompletableFuture<Dispatched<float[]>> coming =
                result(fragile.dispatch(work(Duration.ofSeconds(60)), DispatcherFixture::read));
        assertThat(error(waiting)).isSameAs(FAULT);
        assertThat(error(coming)).isSameAs(FAULT);
        assertThat(error(result(fragile.dispatch(work(Duration.ofSeconds(60)), DispatcherFixture::read))))
                .isSameAs(TOO_MUCH);
        assertThat(result(fragile.dispatch(work(Duration.ofSeconds(60)), DispatcherFixture::read)))
                .isCompleted();
        assertThat(clock.pending()).isZero();
    }

    @Test
    void aListenerThatBreaksStopsNoCall() {
        DispatchListener breaking = new DispatchListener() {
            @Override
            public void succeeded(TritonInstance instance, EndedCall call) {
                raise(FAULT);
            }

            @Override
            public void failed(TritonInstance instance, EndedCall call, InferenceException failure) {
                raise(TOO_MUCH);
            }

            @Override
            public void withdrawn(TritonInstance instance, EndedCall call) {
                raise(FAULT);
            }

            @Override
            public void retried(Stage stage) {
                raise(TOO_MUCH);
            }
        };
        Dispatcher unheard = new Dispatcher(
                registry, gateway, new LeastLoaded(), breaking, new Execution(Runnable::run, clock, clock), SETTINGS);
        gateway.script(A, FakeGateway.fail(FailureKind.INTERNAL));
        gateway.script(B, FakeGateway.ANSWER, FakeGateway.HANG);
        try (Uncaught uncaught = new Uncaught()) {
            CompletableFuture<Dispatched<float[]>> retried =
                    result(unheard.dispatch(work(Duration.ofSeconds(60)), DispatcherFixture::read));
            assertThat(retried)
                    .isCompletedWithValueMatching(done -> done.instance().equals(B));
            assertThat(uncaught.faults()).containsExactly(TOO_MUCH, TOO_MUCH, FAULT);

            RunningCall<float[]> withdrawn = unheard.dispatch(work(Duration.ofSeconds(60)), DispatcherFixture::read);
            withdrawn.cancel();
            assertThat(error(result(withdrawn))).isInstanceOf(DispatchException.class);
            assertThat(uncaught.faults()).hasSize(4);
        }
        assertThat(clock.pending()).isZero();
    }

    @Test
    void whatBreaksWhileAnEndIsBookedEndsTheWork() {
        InstanceDirectory breaking = new InstanceDirectory() {
            @Override
            public List<InstanceSnapshot> snapshots() {
                return registry.snapshots();
            }

            @Override
            public void reportFailure(TritonInstance instance, InferenceException failure) {
                raise(FAULT);
            }

            @Override
            public void reportAnswer(TritonInstance instance) {
                registry.reportAnswer(instance);
            }

            @Override
            public void observe(FleetListener listener) {
                registry.observe(listener);
            }
        };
        Dispatcher fragile = new Dispatcher(
                breaking, gateway, new LeastLoaded(), heard, new Execution(Runnable::run, clock, clock), SETTINGS);
        gateway.script(A, FakeGateway.fail(FailureKind.UNAVAILABLE));
        gateway.script(B, FakeGateway.HANG);
        assertThat(error(result(fragile.dispatch(work(Duration.ofSeconds(60)), DispatcherFixture::read))))
                .isSameAs(FAULT);
        CompletableFuture<Dispatched<float[]>> hanging =
                result(fragile.dispatch(work(Duration.ofSeconds(60)), DispatcherFixture::read));
        clock.advance(SETTINGS.callDeadline());
        assertThat(error(hanging)).isSameAs(FAULT);
        assertThat(fragile.statistics(A).inFlight() + fragile.statistics(B).inFlight())
                .isZero();
        assertThat(clock.pending()).isZero();
    }

    /** What waits goes as one call, once there are two pieces, whether they fit or not. */
    private static DispatchPolicy twoTogether() {
        return (waiting, fleet, now) ->
                waiting.size() < 2 ? Decision.of(List.of()) : Decision.of(List.of(new Assignment(A, waiting)));
    }

    private static InferenceCall wider() {
        InferenceCall call = unet();
        Tensor sample = Tensor.ofFloats("sample", TensorType.FP32, new long[] {1, 4, 2, 2}, new float[16]);
        return new InferenceCall(
                call.model(),
                List.of(sample, call.inputs().get(1), call.inputs().get(2)),
                call.outputs());
    }

    private void nobodyIsBlamed() {
        assertThat(stateOf(A)).isEqualTo(InstanceState.HEALTHY);
        assertThat(stateOf(B)).isEqualTo(InstanceState.HEALTHY);
        for (InstanceStatistics statistics : List.of(dispatcher.statistics(A), dispatcher.statistics(B))) {
            assertThat(statistics.failed()).isZero();
            assertThat(statistics.inFlight()).isZero();
        }
        assertThat(clock.pending()).isZero();
    }

    private static Throwable error(CompletableFuture<?> call) {
        assertThat(call).isCompletedExceptionally();
        return call.handle((value, error) -> error).join();
    }

    private static <T> T raise(Throwable fault) {
        if (fault instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) fault;
    }
}
