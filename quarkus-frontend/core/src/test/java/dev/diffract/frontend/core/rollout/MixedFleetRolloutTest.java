package dev.diffract.frontend.core.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.core.fleet.InstanceSnapshot;
import dev.diffract.frontend.core.inference.FailureKind;
import dev.diffract.frontend.core.inference.InferenceException;
import dev.diffract.frontend.core.inference.TritonInstance;
import dev.diffract.frontend.core.model.Share;
import dev.diffract.frontend.core.rollout.Rollout.Phase;
import dev.diffract.repository.layout.EngineMemory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Slices b and c have room for two checkpoints, a has not, as their servers say. */
class MixedFleetRolloutTest extends RolloutFixture {

    private static final EngineMemory SMALL = new EngineMemory(2L << 30, 10L << 30, "H100-80GB", "1g.10gb");
    private static final EngineMemory LARGE = new EngineMemory(2L << 30, 40L << 30, "H100-80GB", "3g.40gb");
    private static final TritonInstance D = new TritonInstance("d", "host:4");

    @BeforeEach
    void slicesDiffer() {
        servers.atOnce = true;
        servers.memory.put(A, SMALL);
        servers.memory.put(B, LARGE);
        servers.memory.put(C, LARGE);
        List.of(A, B, C).forEach(servers::look);
    }

    /** What began with the old one goes on where both are, and needs no grace. */
    @Test
    void whereTwoFitTheyAreBesideEachOtherAndThenTheOthersAreDrained() {
        work.old = 3;
        work.calls = 1;
        begin(false, Optional.empty());
        assertThat(servers.orders).containsExactly("load b", "load c");
        assertThat(names(registry.drained())).containsExactly("a");
        assertThat(status().switched()).isEqualTo(2);
        work.calls = 0;
        clock.advance(QUIET);
        assertThat(servers.orders).containsExactly("load b", "load c", "unload a", "load a");
        assertThat(registry.drained()).isEmpty();
        assertThat(status().phase()).isEqualTo(Phase.ENDING);
        assertThat(status().part()).isEqualTo(1);
        assertThat(work.again).isEmpty();
        work.old = 0;
        clock.advance(QUIET);
        assertThat(status().phase()).isEqualTo(Phase.DONE);
        assertThat(servers.orders.subList(4, 6)).containsExactly("unload b", "unload c");
        assertAllHaveOnly(Slices.names(next.manifest()));
    }

    /** While slice a is drained, pictures are for the others, which have both. */
    @Test
    void nothingIsDrawnWithTheNextOneUntilASliceIsToHaveItAlone() {
        servers.atOnce = false;
        begin(false, Optional.empty());
        assertThat(servers.orders).containsExactly("load b");
        assertThat(status().part()).isZero();
        servers.carryOut();
        clock.advance(Duration.ofSeconds(1));
        assertThat(status().part()).isZero();
        servers.carryOut();
        clock.advance(Duration.ofSeconds(1));
        assertThat(names(registry.drained())).containsExactly("a");
        assertThat(status().part()).isEqualTo(2 / 3.0);
    }

    @Test
    void aCanaryForWhichThoseWithBothAreEnoughTakesNoOther() {
        begin(false, Optional.of(Share.of(0.5)));
        clock.advance(QUIET);
        assertThat(status().phase()).isEqualTo(Phase.CANARY);
        assertThat(status().part()).isEqualTo(0.5);
        assertThat(servers.orders).containsExactly("load b", "load c");
        assertThat(rollouts.proceed(Optional.empty())).isTrue();
        clock.advance(QUIET.multipliedBy(2));
        assertThat(status().phase()).isEqualTo(Phase.DONE);
        assertAllHaveOnly(Slices.names(next.manifest()));
    }

    /** The old one is there all the same, where both are. */
    @Test
    void aCanaryOfAllTakesAll() {
        begin(false, Optional.of(Share.of(1)));
        clock.advance(QUIET.multipliedBy(2));
        assertThat(status().phase()).isEqualTo(Phase.CANARY);
        assertThat(status().switched()).isEqualTo(3);
        assertThat(servers.models.get(A)).isEqualTo(Slices.names(next.manifest()));
        assertThat(servers.models.get(B)).containsAll(Slices.names(old.manifest()));
        assertThat(rollouts.rollBack()).isTrue();
        clock.advance(QUIET);
        assertThat(status().phase()).isEqualTo(Phase.RETURNED);
        assertAllHaveOnly(Slices.names(old.manifest()));
    }

    /** It has none while others wait for whoever draws with what failed. */
    @Test
    void onTheWayBackASliceThatHasNothingWaitsForNoOther() {
        servers.refused.put(A, ServerRefusal.failed("out of memory"));
        begin(false, Optional.empty());
        for (int second = 0; second < 5 * QUIET.toSeconds(); second++) {
            servers.called(B, next);
            clock.advance(Duration.ofSeconds(1));
        }
        assertThat(status().phase()).isEqualTo(Phase.RETURNING);
        assertThat(status().reason().orElseThrow())
                .contains("Slice a did not load the checkpoint: out of memory", "is still asked for on b");
        assertThat(servers.models.get(A)).isEqualTo(Slices.names(old.manifest()));
        assertThat(servers.models.get(B)).containsAll(Slices.names(next.manifest()));
        clock.advance(QUIET);
        assertThat(status().phase()).isEqualTo(Phase.RETURNED);
        assertAllHaveOnly(Slices.names(old.manifest()));
        assertThat(servers.orders.stream().filter(order -> order.startsWith("unload b")))
                .hasSize(1);
    }

    @Test
    void whatIsDoneIsTakenBackBySlicesFiguresToo() {
        begin(false, Optional.empty());
        clock.advance(QUIET.multipliedBy(2));
        assertThat(status().phase()).isEqualTo(Phase.DONE);
        servers.orders.clear();
        assertThat(rollouts.rollBack()).isTrue();
        clock.advance(QUIET.multipliedBy(2));
        assertThat(status().phase()).isEqualTo(Phase.DONE);
        assertThat(servers.orders).containsExactly("load b", "load c", "unload a", "load a", "unload b", "unload c");
        assertAllHaveOnly(Slices.names(old.manifest()));
    }

    @Test
    void ifOperatorsSayItAllHaveOneAtATime() {
        begin(true, Optional.empty());
        clock.advance(QUIET.multipliedBy(4));
        assertThat(status().phase()).isEqualTo(Phase.DONE);
        assertThat(servers.orders).containsExactly("unload a", "load a", "unload b", "load b", "unload c", "load c");
    }

    @Test
    void aSliceThatComesIsLookedAtFirst() {
        begin(false, Optional.empty());
        clock.advance(QUIET);
        assertThat(status().phase()).isEqualTo(Phase.ENDING);
        servers.models.put(D, new ArrayList<>(Slices.names(old.manifest())));
        servers.memory.put(D, SMALL);
        registry.set(List.of(A, B, C, D));
        clock.advance(Duration.ofSeconds(2));
        assertThat(servers.orders).noneMatch(order -> order.endsWith(" d"));
        servers.look(D);
        clock.advance(QUIET.multipliedBy(2));
        assertThat(status().phase()).isEqualTo(Phase.DONE);
        assertThat(servers.orders.stream().filter(order -> order.endsWith(" d")))
                .containsExactly("unload d", "load d");
        assertAllHaveOnly(Slices.names(next.manifest()));
    }

    /** A look finds nothing on it for now. */
    @Test
    void whatASliceSaidBeforeHoldsWhileItSaysNothing() {
        servers.atOnce = false;
        begin(false, Optional.empty());
        registry.publish(InstanceSnapshot.silent(A, "It did not answer in time."), clock.instant());
        servers.atOnce = true;
        servers.carryOut();
        clock.advance(QUIET.multipliedBy(2));
        assertThat(servers.orders).containsSubsequence("unload a", "load a");
    }

    @Test
    void ofASliceWhereACallFailedTheNextLookIsWaitedFor() {
        registry.reportFailure(A, new InferenceException(FailureKind.UNAVAILABLE, "a", "unet", "gone"));
        begin(false, Optional.empty());
        clock.advance(Duration.ofSeconds(2));
        assertThat(servers.orders).containsExactly("load b", "load c");
        assertThat(registry.drained()).isEmpty();
        servers.look(A);
        clock.advance(Duration.ofSeconds(1));
        assertThat(names(registry.drained())).containsExactly("a");
    }

    @Test
    void aSliceThatIsDrainedIsNotKeptWaitingByOneThatComesBack() {
        work.calls = 1;
        begin(false, Optional.empty());
        assertThat(names(registry.drained())).containsExactly("a");
        servers.atOnce = false;
        servers.models.put(B, new ArrayList<>(Slices.names(old.manifest())));
        servers.look(B);
        work.calls = 0;
        clock.advance(QUIET);
        assertThat(servers.orders).containsExactly("load b", "load c", "unload a");
        servers.carryOut();
        clock.advance(Duration.ofSeconds(1));
        servers.carryOut();
        clock.advance(Duration.ofSeconds(1));
        assertThat(servers.orders).containsExactly("load b", "load c", "unload a", "load a", "load b");
    }

    /** Another frontend was first: there is nothing to unload, and nothing to wait for. */
    @Test
    void whatAnotherFrontendHasSwitchedIsDone() {
        servers.models.put(A, new ArrayList<>(Slices.names(next.manifest())));
        List.of(A, B, C).forEach(servers::look);
        begin(false, Optional.empty());
        clock.advance(QUIET);
        assertThat(servers.orders).containsExactly("load b", "load c", "unload a", "unload b", "unload c");
        assertThat(status().phase()).isEqualTo(Phase.DONE);
        assertAllHaveOnly(Slices.names(next.manifest()));
    }

    private void assertAllHaveOnly(List<String> models) {
        assertThat(servers.models.values()).allMatch(models::equals);
    }
}
