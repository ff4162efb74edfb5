package dev.diffract.frontend.core.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.core.FakeGateway;
import dev.diffract.frontend.core.HandClock;
import dev.diffract.frontend.core.TestModels;
import dev.diffract.frontend.core.dispatch.policy.Assignment;
import dev.diffract.frontend.core.dispatch.policy.Decision;
import dev.diffract.frontend.core.dispatch.policy.DispatchPolicy;
import dev.diffract.frontend.core.dispatch.policy.LeastLoaded;
import dev.diffract.frontend.core.dispatch.policy.Stage;
import dev.diffract.frontend.core.dispatch.policy.Terms;
import dev.diffract.frontend.core.dispatch.policy.Work;
import dev.diffract.frontend.core.fleet.InstanceRegistry;
import dev.diffract.frontend.core.fleet.InstanceSnapshot;
import dev.diffract.frontend.core.fleet.InstanceState;
import dev.diffract.frontend.core.fleet.TestFleet;
import dev.diffract.frontend.core.inference.FailureKind;
import dev.diffract.frontend.core.inference.InferenceCall;
import dev.diffract.frontend.core.inference.InferenceException;
import dev.diffract.frontend.core.inference.InferenceResult;
import dev.diffract.frontend.core.inference.TritonInstance;
import dev.diffract.frontend.core.time.Execution;
import dev.diffract.repository.kserve.Tensor;
import dev.diffract.repository.kserve.TensorType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.BeforeEach;

/** A dispatcher of three instances, two of them healthy, on a clock that is moved by hand. */
abstract class DispatcherFixture {

    static final TritonInstance A = new TritonInstance("a", "host:1");
    static final TritonInstance B = new TritonInstance("b", "host:2");
    static final TritonInstance C = new TritonInstance("c", "host:3");
    static final DispatchSettings SETTINGS =
            new DispatchSettings(Duration.ofSeconds(30), 3, Duration.ofSeconds(10), Duration.ofMillis(100));

    /** Gives away all that waits as one call, once there are two. */
    static final DispatchPolicy TOGETHER = (waiting, fleet, now) -> waiting.size() < 2
            ? Decision.of(List.of())
            : Decision.of(List.of(
                    new Assignment(fleet.candidates(waiting.get(0)).get(0).instance(), waiting)));

    final HandClock clock = new HandClock();
    final FakeGateway gateway = new FakeGateway();
    final InstanceRegistry registry = TestFleet.of(List.of(A, B, C), clock);
    final Heard heard = new Heard();
    final Dispatcher dispatcher = dispatcher(new LeastLoaded(), Runnable::run);

    @BeforeEach
    void aAndBAreHealthy() {
        publish(InstanceSnapshot.healthy(A, TestModels.served()));
        publish(InstanceSnapshot.healthy(B, TestModels.served()));
    }

    Dispatcher dispatcher(DispatchPolicy policy, Executor executor) {
        return new Dispatcher(registry, gateway, policy, heard, new Execution(executor, clock, clock), SETTINGS);
    }

    CompletableFuture<Dispatched<float[]>> call() {
        return call(Duration.ofSeconds(60));
    }

    CompletableFuture<Dispatched<float[]>> call(Duration deadline) {
        return result(dispatcher.dispatch(work(deadline), DispatcherFixture::read));
    }

    static <T> CompletableFuture<Dispatched<T>> result(RunningCall<T> call) {
        return call.result().toCompletableFuture();
    }

    Work work(Duration deadline) {
        return work(unet(), deadline);
    }

    Work work(InferenceCall call, Duration deadline) {
        return Work.of(
                call,
                TestModels.CHECKPOINT,
                Stage.STEP,
                Terms.of(clock.instant().plus(deadline), "g1 step 3/20"));
    }

    static float[] read(InferenceResult result) {
        return result.find("out_sample")
                .orElseThrow(() -> new IllegalArgumentException("there is no output"))
                .floats();
    }

    static InferenceCall unet() {
        return unet(1, 0);
    }

    /** A step whose rows are all of one value. */
    static InferenceCall unet(int rows, float value) {
        return unet(rows, value, 1);
    }

    /** @param side of its picture, which is a square */
    static InferenceCall unet(int rows, float value, int side) {
        float[] sample = new float[rows * 4 * side * side];
        Arrays.fill(sample, value);
        float[] timesteps = new float[rows];
        Arrays.fill(timesteps, 7);
        return new InferenceCall(
                TestModels.UNET,
                List.of(
                        Tensor.ofFloats("sample", TensorType.FP32, new long[] {rows, 4, side, side}, sample),
                        Tensor.ofFloats("timestep", TensorType.FP32, new long[] {rows, 1}, timesteps),
                        Tensor.ofFloats(
                                "encoder_hidden_states",
                                TensorType.FP32,
                                new long[] {rows, 2, 2},
                                new float[rows * 4])),
                List.of("out_sample"));
    }

    /** As a poll begun just after everything that happened so far. */
    void publish(InstanceSnapshot snapshot) {
        registry.publish(snapshot, clock.instant().plusNanos(1));
    }

    InstanceState stateOf(TritonInstance instance) {
        return registry.snapshots().stream()
                .filter(snapshot -> snapshot.instance().equals(instance))
                .findFirst()
                .orElseThrow()
                .state();
    }

    void gone(TritonInstance instance) {
        registry.reportFailure(
                instance, new InferenceException(FailureKind.UNAVAILABLE, instance.name(), TestModels.UNET, "gone"));
    }

    static DispatchException failure(CompletableFuture<?> call) {
        assertThat(call).isCompletedExceptionally();
        return (DispatchException) call.handle((value, error) -> error).join();
    }

    /** Writes down what it hears. */
    static final class Heard implements DispatchListener {
        final List<String> events = new ArrayList<>();
        final List<Duration> waited = new ArrayList<>();
        final List<EndedCall> ended = new ArrayList<>();

        @Override
        public void assigned(Work work, Duration time) {
            waited.add(time);
        }

        @Override
        public void succeeded(TritonInstance instance, EndedCall call) {
            ended.add(call);
            int works = call.works().size();
            events.add(instance.name() + " succeeded" + (works == 1 ? "" : " with " + works));
        }

        @Override
        public void failed(TritonInstance instance, EndedCall call, InferenceException failure) {
            ended.add(call);
            events.add(instance.name() + " failed " + failure.kind());
        }

        @Override
        public void withdrawn(TritonInstance instance, EndedCall call) {
            ended.add(call);
            events.add(instance.name() + " withdrawn");
        }

        @Override
        public void moved(TritonInstance instance, EndedCall call) {
            ended.add(call);
            events.add(instance.name() + " moved");
        }

        @Override
        public void hedged(TritonInstance instance, Stage stage) {
            events.add(instance.name() + " hedged");
        }

        @Override
        public void outrun(TritonInstance instance, Stage stage) {
            events.add(instance.name() + " outrun");
        }

        @Override
        public void retried(Stage stage) {
            events.add("retried");
        }
    }
}
