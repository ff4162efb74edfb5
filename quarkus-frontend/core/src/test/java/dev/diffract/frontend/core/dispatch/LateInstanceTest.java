package dev.diffract.frontend.core.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.core.FakeGateway;
import dev.diffract.frontend.core.FakeGateway.Behaviour;
import dev.diffract.frontend.core.TestModels;
import dev.diffract.frontend.core.dispatch.policy.LateBinding;
import dev.diffract.frontend.core.dispatch.policy.Work;
import dev.diffract.frontend.core.fleet.InstanceSnapshot;
import dev.diffract.frontend.core.fleet.InstanceState;
import dev.diffract.frontend.core.inference.InferenceCall;
import dev.diffract.repository.kserve.Tensor;
import dev.diffract.repository.kserve.TensorType;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Of the two instances one is twenty-five times as fast as the other, which the dispatcher has learned. */
class LateInstanceTest extends DispatcherFixture {

    private final Dispatcher late = dispatcher(new LateBinding(), Runnable::run);

    @BeforeEach
    void theTimesAreLearned() {
        gateway.script(A, repeated(takes(Duration.ofSeconds(1))));
        gateway.script(B, repeated(takes(Duration.ofSeconds(25))));
        for (int i = 0; i < 12; i++) {
            CompletableFuture<?> call = dispatch();
            clock.advance(Duration.ofSeconds(25));
            assertThat(call).isCompleted();
        }
        assertThat(gateway.instances()).as("tried once").filteredOn("b"::equals).hasSize(1);
        dispatch();
        dispatch();
        clock.advance(Duration.ofSeconds(25));
        assertThat(gateway.instances())
                .as("and again, when there was more")
                .filteredOn("b"::equals)
                .hasSize(2);
        gateway.sent().clear();
    }

    @Test
    void oneCallWaitsForTheFastInstance() {
        gateway.script(A, takes(Duration.ofSeconds(1)));
        dispatch();
        CompletableFuture<?> second = dispatch();
        assertThat(gateway.instances()).containsExactly("a");
        clock.advance(Duration.ofSeconds(1));
        assertThat(second).isCompleted();
        assertThat(gateway.instances()).containsExactly("a", "a");
    }

    @Test
    void nobodyWaitsForAFastInstanceThatHangs() {
        gateway.script(A, FakeGateway.HANG);
        dispatch();
        CompletableFuture<?> second = dispatch();
        clock.advance(Duration.ofSeconds(20));
        assertThat(gateway.instances()).containsExactly("a", "b");
        clock.advance(Duration.ofSeconds(25));
        assertThat(second).isCompleted();
    }

    @Test
    void aNewSizeOfPictureIsNotTriedOnTheSlowOne() {
        gateway.script(A, repeated(takes(Duration.ofSeconds(4))));
        Work larger = work(larger(), Duration.ofMinutes(30));
        for (int i = 0; i < 20; i++) {
            CompletableFuture<?> call = result(late.dispatch(larger, DispatcherFixture::read));
            clock.advance(Duration.ofSeconds(4));
            assertThat(call).isCompleted();
        }
        assertThat(gateway.instances()).containsOnly("a");
    }

    private static InferenceCall larger() {
        long[] shape = {1, 4, 2, 2};
        return new InferenceCall(
                TestModels.UNET,
                List.of(
                        Tensor.ofFloats("sample", TensorType.FP32, shape, new float[16]),
                        Tensor.ofFloats("timestep", TensorType.FP32, new long[] {1, 1}, new float[1]),
                        Tensor.ofFloats("encoder_hidden_states", TensorType.FP32, new long[] {1, 2, 2}, new float[4])),
                List.of("out_sample"));
    }

    /** It may have been freed since: after an hour that is seen, by one call. */
    @Test
    void theSlowOneIsTriedAgainNowAndThen() {
        clock.advance(Duration.ofMinutes(2));
        steps(10);
        assertThat(gateway.instances()).containsOnly("a");
        clock.advance(Duration.ofHours(1));
        steps(10);
        assertThat(gateway.instances()).containsOnlyOnce("b");
    }

    private void steps(int count) {
        gateway.script(A, repeated(takes(Duration.ofSeconds(1))));
        gateway.script(B, repeated(takes(Duration.ofSeconds(25))));
        for (int i = 0; i < count; i++) {
            CompletableFuture<?> call = dispatch();
            clock.advance(Duration.ofSeconds(25));
            assertThat(call).isCompleted();
        }
    }

    /** Every second it is found well, as by a look at what it says of itself. */
    @Test
    void whatSeemsWellAndAnswersNothingIsNotTriedAgainWhileOthersCanDoItAll() {
        Dispatcher fresh = dispatcher(new LateBinding(), Runnable::run);
        gateway.script(C, repeated(FakeGateway.HANG));
        publish(InstanceSnapshot.healthy(C, TestModels.served()));
        publish(InstanceSnapshot.out(B, InstanceState.UNHEALTHY, "It is not ready."));
        for (int step = 0; step < 15; step++) {
            gateway.script(A, takes(Duration.ofSeconds(1)));
            CompletableFuture<?> call = result(fresh.dispatch(work(Duration.ofMinutes(10)), DispatcherFixture::read));
            for (int second = 0; second < 40 && !call.isDone(); second++) {
                clock.advance(Duration.ofSeconds(1));
                publish(InstanceSnapshot.healthy(C, TestModels.served()));
            }
            assertThat(call).isCompleted();
        }
        assertThat(gateway.instances()).containsOnly("a", "c").containsOnlyOnce("c");
    }

    private CompletableFuture<Dispatched<float[]>> dispatch() {
        return result(late.dispatch(work(Duration.ofMinutes(10)), DispatcherFixture::read));
    }

    private Behaviour takes(Duration time) {
        return sent -> clock.schedule(time, () -> FakeGateway.ANSWER.act(sent));
    }

    private static Behaviour[] repeated(Behaviour behaviour) {
        Behaviour[] all = new Behaviour[20];
        Arrays.fill(all, behaviour);
        return all;
    }
}
