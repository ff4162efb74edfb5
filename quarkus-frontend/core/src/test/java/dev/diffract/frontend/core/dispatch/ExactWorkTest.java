package dev.diffract.frontend.core.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.core.FakeGateway;
import dev.diffract.frontend.core.TestModels;
import dev.diffract.frontend.core.dispatch.DispatchException.Reason;
import dev.diffract.frontend.core.dispatch.policy.Exact;
import dev.diffract.frontend.core.fleet.InstanceSnapshot;
import dev.diffract.frontend.core.fleet.ServedModel;
import dev.diffract.frontend.core.inference.FailureKind;
import dev.diffract.frontend.core.inference.TritonInstance;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Work whose answers are to be the same to the bit has its batch for itself, and goes to engines that round alike. */
class ExactWorkTest extends DispatcherFixture {

    private static final Set<String> MODELS = TestModels.served().keySet();
    private static final String TWO = "sha256:01 2 threads";

    @Test
    void itsRowsAreTheFirstOfAFullBatchAndTheOnlyOnesRead() {
        CompletableFuture<Dispatched<float[]>> call = exact(Optional.empty());

        assertThat(call.join().value()).containsExactly(alone(2, 5));
        assertThat(gateway.sent()).hasSize(1);
        float[] sample = gateway.sent().get(0).call().inputs().get(0).floats();
        assertThat(sample).hasSize(8 * 4).containsOnly(5);
        assertThat(call.join().engines()).isEqualTo(digest(A, TestModels.served(TestModels.CHECKPOINT)));
    }

    @Test
    void ofSeveralEnginesTheLeastDigestIsTakenWhateverTheOrderOfTheInstances() {
        String one = digest(A, TestModels.served(TestModels.CHECKPOINT)).orElseThrow();
        String two = digest(A, served(TWO)).orElseThrow();
        assertThat(one).isNotEqualTo(two).hasSize(12);
        String least = one.compareTo(two) < 0 ? one : two;
        publish(InstanceSnapshot.healthy(A, TestModels.servedBy(served(TWO))));
        for (int call = 0; call < 4; call++) {
            assertThat(exact(Optional.empty()).join().engines()).contains(least);
        }
        publish(InstanceSnapshot.healthy(A, TestModels.served()));
        publish(InstanceSnapshot.healthy(B, TestModels.servedBy(served(TWO))));
        assertThat(exact(Optional.empty()).join().engines()).contains(least);
        assertThat(gateway.instances())
                .hasSize(5)
                .containsOnly(one.equals(least) ? "b" : "a", one.equals(least) ? "a" : "b");
    }

    @Test
    void afterAFailureItGoesToAnotherInstanceOfTheSameEnginesOnly() {
        publish(InstanceSnapshot.healthy(C, TestModels.servedBy(served(TWO))));
        Optional<String> engines = digest(A, TestModels.served(TestModels.CHECKPOINT));
        gateway.script(A, FakeGateway.fail(FailureKind.UNAVAILABLE));
        gateway.script(B, FakeGateway.fail(FailureKind.UNAVAILABLE));

        CompletableFuture<Dispatched<float[]>> call = exact(engines);

        assertThat(call).isNotDone();
        assertThat(gateway.instances()).containsExactly("a", "b");
        clock.advance(Duration.ofSeconds(30));
        assertThat(call).as("longer than others are waited for").isNotDone();
        publish(InstanceSnapshot.healthy(B, TestModels.served()));
        assertThat(call.join().instance()).isEqualTo(B);
        assertThat(call.join().value()).containsExactly(alone(2, 5));
        assertThat(call.join().engines()).isEqualTo(engines);
    }

    @Test
    void enginesThatAreNowhereAreWaitedForToTheDeadlineAndNamed() {
        CompletableFuture<Dispatched<float[]>> call = exact(Optional.of("0123456789ab"));
        assertThat(call).isNotDone();
        assertThat(gateway.sent()).isEmpty();
        clock.advance(Duration.ofSeconds(60));
        DispatchException failure = failure(call);
        assertThat(failure.reason()).isEqualTo(Reason.NO_INSTANCE);
        assertThat(failure)
                .hasMessage(
                        "No healthy slice has the engines 0123456789ab, the only ones that give these pictures to the bit.");
    }

    @Test
    void whoDoesNotTellWhatItComputesWithGetsNone() {
        ServedModel silent = new ServedModel(TestModels.CHECKPOINT, 8, "engine");
        publish(InstanceSnapshot.healthy(A, TestModels.servedBy(silent)));
        exact(Optional.empty()).join();
        exact(Optional.empty()).join();
        assertThat(gateway.instances()).containsExactly("b", "b");
    }

    @Test
    void whoLacksAModelOfThePictureGetsNone() {
        publish(InstanceSnapshot.healthy(A, Map.of(TestModels.UNET, TestModels.served(TestModels.CHECKPOINT))));
        exact(Optional.empty()).join();
        exact(Optional.empty()).join();
        assertThat(gateway.instances()).containsExactly("b", "b");
    }

    @Test
    void anotherLargestBatchIsAnotherDigest() {
        ServedModel four = new ServedModel(TestModels.CHECKPOINT, 4, "engine", Optional.of("sha256:01 1 threads"));
        assertThat(digest(A, four)).isPresent().isNotEqualTo(digest(A, TestModels.served(TestModels.CHECKPOINT)));
    }

    private static ServedModel served(String arithmetic) {
        return new ServedModel(TestModels.CHECKPOINT, 8, "engine", Optional.of(arithmetic));
    }

    private static Optional<String> digest(TritonInstance instance, ServedModel served) {
        return InstanceSnapshot.healthy(instance, TestModels.servedBy(served)).engines(TestModels.CHECKPOINT, MODELS);
    }

    private static float[] alone(int rows, float value) {
        float[] all = read(FakeGateway.compute(unet(8, value)));
        return Arrays.copyOf(all, rows * 4);
    }

    @Test
    void whatHasNotBegunIsGivenUpAtOnceWhereNobodyMayCome() {
        publish(InstanceSnapshot.healthy(C, TestModels.served()));
        DispatchException failure = failure(result(dispatch(Optional.of("0123456789ab"), false)));
        assertThat(failure.reason()).isEqualTo(Reason.NO_INSTANCE);
        assertThat(failure).hasMessageContaining("0123456789ab");
    }

    @Test
    void whatHasNotBegunIsWaitedForAsLongAsOtherWork() {
        RunningCall<float[]> call = dispatch(Optional.of("0123456789ab"), false);
        clock.advance(SETTINGS.recoveryGrace().minusMillis(1));
        assertThat(result(call)).isNotDone();
        clock.advance(Duration.ofMillis(1));
        assertThat(failure(result(call))).hasMessageContaining("0123456789ab");
        assertThat(call.stranded().toCompletableFuture()).isNotDone();
    }

    @Test
    void whoWaitsForEnginesToReturnIsToldSo() {
        RunningCall<float[]> lost = dispatch(Optional.of("0123456789ab"), true);
        assertThat(lost.stranded().toCompletableFuture()).isCompleted();
        RunningCall<float[]> done = dispatch(digest(A, TestModels.served(TestModels.CHECKPOINT)), true);
        assertThat(result(done)).isCompleted();
        assertThat(done.stranded().toCompletableFuture()).isNotDone();
    }

    @Test
    void itIsSaidWhatIsMissing() {
        Exact any = new Exact(MODELS, Optional.empty(), false);
        assertThat(dispatcher.fleet().absence(TestModels.CHECKPOINT, any)).isEmpty();
        ServedModel silent = new ServedModel(TestModels.CHECKPOINT, 8, "engine");
        publish(InstanceSnapshot.healthy(A, TestModels.servedBy(silent)));
        gone(B);
        assertThat(dispatcher.fleet().absence(TestModels.CHECKPOINT, any))
                .contains(
                        "No healthy slice tells what it computes with, so none draws the same to the bit every time.");
        publish(InstanceSnapshot.healthy(A, Map.of(TestModels.UNET, silent)));
        assertThat(dispatcher.fleet().absence(TestModels.CHECKPOINT, any))
                .contains(
                        "No healthy slice serves all models that a picture needs to be the same to the bit every time.");
    }

    @Test
    void twoFullBatchesAreUnderWayOnAnInstanceAndTheNextGoesWhenOneEnds() {
        gone(B);
        gateway.script(A, FakeGateway.HANG, FakeGateway.HANG);
        for (int call = 0; call < 5; call++) {
            dispatch(Optional.empty(), false);
        }
        assertThat(gateway.sent()).hasSize(2);
        assertThat(call()).as("what fills nothing waits for nobody").isCompleted();
        assertThat(gateway.sent()).hasSize(3);
        FakeGateway.Sent first = gateway.sent().get(0);
        first.answer().complete(FakeGateway.compute(first.call()));
        assertThat(gateway.sent()).as("the other three, one after the other").hasSize(6);
    }

    private RunningCall<float[]> dispatch(Optional<String> engines, boolean begun) {
        return dispatcher.dispatch(
                work(unet(2, 5), Duration.ofSeconds(60)).exactly(new Exact(MODELS, engines, begun)),
                DispatcherFixture::read);
    }

    /** Of a picture that has begun. */
    private CompletableFuture<Dispatched<float[]>> exact(Optional<String> engines) {
        return result(dispatch(engines, true));
    }
}
