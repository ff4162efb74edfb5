package dev.diffract.frontend.core.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diffract.frontend.core.FakeGateway;
import dev.diffract.frontend.core.TestModels;
import dev.diffract.frontend.core.dispatch.policy.Caller;
import dev.diffract.frontend.core.generation.GenerationException.Reason;
import dev.diffract.frontend.core.inference.FailureKind;
import dev.diffract.frontend.core.picture.PictureSnapshot;
import dev.diffract.frontend.core.plan.GenerationPlan;
import dev.diffract.frontend.core.request.GenerationLimits;
import dev.diffract.frontend.core.trace.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a generation tells the job store. */
class KeptJobsTest extends GenerationFixture {

    private final Telling store = new Telling();
    private final GenerateImages telling = new GenerateImages(
            () -> List.of(TestModels.model()),
            () -> 5,
            tools(new Looping()),
            new GenerationSettings(GenerationLimits.DEFAULT, DEADLINE));

    @Test
    void aJobIsKeptBeforeItIsBegunAndEndsBeforeAnybodyIsTold() {
        RunningGeneration running = telling.start("g", Caller.ANYBODY, plan(1), heard, Span.NONE);
        running.result().whenComplete((result, error) -> store.told.add("told"));
        assertThat(result(running).images()).hasSize(1);
        assertThat(store.told.subList(0, 2)).containsExactly("accept g", "claim g");
        assertThat(store.told.subList(2, 12)).allMatch(told -> told.startsWith("checkpoint g 0"));
        assertThat(store.told.subList(12, store.told.size())).containsExactly("complete g", "told");
        assertThat(store.claimNext()).isEmpty();
    }

    @Test
    void everyStateOfEveryPictureIsHandedOverUntilItIsFinished() {
        result(telling.start("g", Caller.ANYBODY, plan(3), heard, Span.NONE));
        assertThat(store.told.stream().filter(told -> told.startsWith("checkpoint")))
                .hasSize(3 * 10)
                .noneMatch(told -> told.contains(" Done ["));
        for (int index = 0; index < 3; index++) {
            String last = "checkpoint g " + index + " Decoding [";
            assertThat(store.told).filteredOn(told -> told.startsWith(last)).hasSize(1);
        }
    }

    @Test
    void whatWaitsIsKeptAndWithdrawnWhenItIsCancelled() {
        gateway.script(A, FakeGateway.HANG);
        gateway.script(B, FakeGateway.HANG);
        telling.start("g1", Caller.ANYBODY, plan(1), heard, Span.NONE);
        telling.start("g2", Caller.ANYBODY, plan("bird", 1), heard, Span.NONE);
        RunningGeneration waiting = telling.start("g3", Caller.ANYBODY, plan("fish", 1), heard, Span.NONE);
        assertThat(store.told).containsSubsequence("accept g1", "claim g1", "accept g2", "claim g2", "accept g3");
        waiting.cancel();
        assertThat(failure(waiting).reason()).isEqualTo(Reason.CANCELLED);
        assertThat(store.told).endsWith("accept g3", "withdraw g3");
        assertThat(store.claimNext()).isEmpty();
    }

    @Test
    void whatFailsEndsToo() {
        gateway.script(A, FakeGateway.ANSWER, FakeGateway.fail(FailureKind.INVALID));
        assertThat(failure(telling.start("g", Caller.ANYBODY, plan(2), heard, Span.NONE))
                        .reason())
                .isEqualTo(Reason.INSTANCES_FAILED);
        assertThat(store.told).containsOnlyOnce("complete g");
        assertThat(store.claimNext()).isEmpty();
    }

    @Test
    void whatTheQueueRefusesWasNeverKept() {
        gateway.script(A, FakeGateway.HANG);
        gateway.script(B, FakeGateway.HANG);
        telling.start("g1", Caller.ANYBODY, plan(1), heard, Span.NONE);
        telling.start("g2", Caller.ANYBODY, plan("bird", 1), heard, Span.NONE);
        telling.start("g3", Caller.ANYBODY, plan("fish", 1), heard, Span.NONE);
        assertThatThrownBy(() -> telling.start("g4", Caller.ANYBODY, plan("fly", 1), heard, Span.NONE))
                .isInstanceOf(GenerationException.class);
        assertThat(store.told).doesNotContain("accept g4");
    }

    @Test
    void whatCannotBeKeptIsNotBegunAndTakesNoPlace() {
        store.broken = true;
        assertThatThrownBy(() -> telling.start("g", Caller.ANYBODY, plan(1), heard, Span.NONE))
                .isInstanceOf(GenerationException.class)
                .hasRootCauseMessage("disk full");
        assertThat(admission.active()).isZero();
        assertThat(gateway.sent()).isEmpty();
        assertThat(clock.pending()).isZero();
    }

    private GenerationTools tools(Looping looping) {
        return new GenerationTools(
                dispatcher(gateway, clock, looping::execute),
                looping::execute,
                new PictureFiles(PIXELS, looping::execute),
                admission,
                store,
                clock,
                clock);
    }

    /** Writes down what it is told. */
    private static final class Telling implements JobStore {
        private final MemoryJobStore store = new MemoryJobStore(() -> List.of(TestModels.model()));
        private final List<String> told = new ArrayList<>();
        private boolean broken;

        @Override
        public void accept(Job job) {
            if (broken) {
                throw new IllegalStateException("disk full");
            }
            told.add("accept " + job.id());
            store.accept(job);
        }

        @Override
        public Optional<Claim> claim(String id) {
            told.add("claim " + id);
            return store.claim(id).map(TellingClaim::new);
        }

        @Override
        public Optional<Claim> claimNext() {
            return store.claimNext();
        }

        @Override
        public boolean withdraw(String id) {
            told.add("withdraw " + id);
            return store.withdraw(id);
        }

        private final class TellingClaim implements Claim {
            private final Claim claim;

            private TellingClaim(Claim claim) {
                this.claim = claim;
            }

            @Override
            public Job job() {
                return claim.job();
            }

            @Override
            public Map<Integer, PictureSnapshot> pictures() {
                return claim.pictures();
            }

            @Override
            public void checkpoint(PictureSnapshot picture) {
                told.add("checkpoint " + job().id() + " " + picture.index() + " "
                        + picture.state().getClass().getSimpleName() + " " + picture.instances());
                claim.checkpoint(picture);
            }

            @Override
            public void begin(GenerationPlan plan) {
                claim.begin(plan);
            }

            @Override
            public void complete() {
                told.add("complete " + job().id());
                claim.complete();
            }

            @Override
            public void release() {
                claim.release();
            }
        }
    }
}
