package dev.diffract.frontend.core.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.core.FakeGateway;
import dev.diffract.frontend.core.FakeGateway.Behaviour;
import dev.diffract.frontend.core.dispatch.policy.LateBinding;
import dev.diffract.frontend.core.inference.TritonInstance;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;

/** Two instances that are known to take a second for a call. */
abstract class LearnedTimesFixture extends DispatcherFixture {

    static final Duration STEP = Duration.ofSeconds(1);
    /** Twice what it should take, and 300 ms. */
    static final Duration OVERDUE = Duration.ofMillis(2300);

    final Dispatcher late = dispatcher(new LateBinding(), Runnable::run);

    @BeforeEach
    void theTimesAreLearned() {
        for (int i = 0; i < 8; i++) {
            steps(A, 1);
            steps(B, 1);
            CompletableFuture<?> call = dispatch();
            clock.advance(STEP);
            assertThat(call).isCompleted();
        }
        assertThat(gateway.instances()).filteredOn("b"::equals).hasSize(4);
        gateway.sent().clear();
        heard.events.clear();
    }

    void answer(int index) {
        FakeGateway.ANSWER.act(gateway.sent().get(index));
    }

    CompletableFuture<Dispatched<float[]>> dispatch() {
        return result(late.dispatch(work(Duration.ofMinutes(10)), DispatcherFixture::read));
    }

    void steps(TritonInstance instance, int count) {
        Behaviour step = sent -> clock.schedule(STEP, () -> FakeGateway.ANSWER.act(sent));
        gateway.script(instance, Collections.nCopies(count, step).toArray(Behaviour[]::new));
    }
}
