package dev.diffract.frontend.core.generation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.core.FakeGateway;
import dev.diffract.frontend.core.FakeGateway.Behaviour;
import dev.diffract.frontend.core.dispatch.policy.Caller;
import dev.diffract.frontend.core.plan.GenerationPlan;
import dev.diffract.frontend.core.trace.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When a generation is said to be done. Every call takes a second. */
class PromisesTest extends GenerationFixture {

    private final List<Optional<Instant>> said = new ArrayList<>();

    @BeforeEach
    void callsTakeTime() {
        Behaviour[] slow = Stream.<Behaviour>generate(() -> sent -> {
                    clock.advance(Duration.ofSeconds(1));
                    sent.answer().complete(FakeGateway.compute(sent.call()));
                })
                .limit(100)
                .toArray(Behaviour[]::new);
        gateway.script(A, slow);
        gateway.script(B, slow);
    }

    @Test
    void nothingIsSaidBeforeAnythingIsKnownAndThenATimeThatIsNotOver() {
        ask("first");
        assertThat(said).containsExactly(Optional.empty());
        Instant before = clock.instant();
        ask("second");
        assertThat(said).hasSize(2);
        assertThat(said.get(1))
                .hasValueSatisfying(time ->
                        assertThat(time).isAfter(before.plusSeconds(8)).isBeforeOrEqualTo(before.plus(DEADLINE)));
    }

    @Test
    void whoWaitsAndBeginsIsToldTheSame() {
        ask("first");
        said.clear();
        gateway.script(A, FakeGateway.HANG, FakeGateway.HANG);
        gateway.script(B, FakeGateway.HANG, FakeGateway.HANG);
        RunningGeneration drawn = ask("drawn");
        ask("drawn too");
        said.clear();
        ask("waits");
        drawn.cancel();
        assertThat(said).hasSize(2).doesNotContain(Optional.empty());
        assertThat(said.get(0)).isEqualTo(said.get(1));
    }

    private RunningGeneration ask(String id) {
        return generateImages.start(id, Caller.ANYBODY, plan(1), new Told(), Span.NONE);
    }

    private final class Told implements ProgressListener {

        @Override
        public void queued(int position, Optional<Instant> doneBy) {
            said.add(doneBy);
        }

        @Override
        public void started(GenerationPlan plan, Optional<Instant> doneBy) {
            said.add(doneBy);
        }
    }
}
