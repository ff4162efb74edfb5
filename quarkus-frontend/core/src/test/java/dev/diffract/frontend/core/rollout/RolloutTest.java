package dev.diffract.frontend.core.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.core.fleet.InstanceSnapshot;
import dev.diffract.frontend.core.inference.TritonInstance;
import dev.diffract.frontend.core.model.Share;
import dev.diffract.frontend.core.rollout.Rollout.Phase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Switches on slices that have room for both checkpoints, and all that is the same where they have not. */
class RolloutTest extends RolloutFixture {

    @Test
    void besideTheOldOneSliceAfterSliceAndThenAllNewPictures() {
        begin(false, Optional.empty());
        assertThat(servers.orders).isEqualTo(List.of("load a"));
        assertThat(status().phase()).isEqualTo(Phase.ROLLING);
        assertThat(status().part()).isZero();
        servers.carryOut();
        clock.advance(Duration.ofSeconds(1));
        assertThat(status().switched()).isEqualTo(1);
        assertThat(servers.orders).isEqualTo(List.of("load a", "load b"));
        work.old = 2;
        servers.atOnce = true;
        servers.carryOut();
        clock.advance(Duration.ofSeconds(1));
        assertThat(status().phase()).isEqualTo(Phase.ENDING);
        assertThat(catalog.models()).containsExactly(next);
        assertThat(catalog.checkpoints()).contains(old);
        work.old = 0;
        clock.advance(QUIET);
        assertThat(status().phase()).isEqualTo(Phase.DONE);
        assertThat(catalog.checkpoints()).containsExactly(next);
        assertThat(servers.orders.subList(3, 6)).isEqualTo(List.of("unload a", "unload b", "unload c"));
        assertThat(work.again).isEmpty();
        assertThat(clock.pending()).isZero();
    }

    @Test
    void whatDoesNotEndWithinTheGraceStartsAgain() {
        servers.atOnce = true;
        work.old = 2;
        begin(false, Optional.empty());
        clock.advance(GRACE.minusSeconds(1));
        assertThat(work.again).isEmpty();
        assertThat(status().phase()).isEqualTo(Phase.ENDING);
        clock.advance(Duration.ofSeconds(2));
        assertThat(work.again).containsExactly("old to next");
        clock.advance(QUIET);
        assertThat(status().phase()).isEqualTo(Phase.DONE);
    }

    @Test
    void aCanaryIsHeldUntilAnOperatorGoesOn() {
        servers.atOnce = true;
        begin(false, Optional.of(Share.of(0.25)));
        clock.advance(Duration.ofMinutes(10));
        assertThat(status().phase()).isEqualTo(Phase.CANARY);
        assertThat(status().part()).isEqualTo(0.25);
        assertThat(rollouts.proceed(Optional.of(Share.of(0.5)))).isTrue();
        clock.advance(Duration.ofSeconds(1));
        assertThat(status().phase()).isEqualTo(Phase.CANARY);
        assertThat(status().part()).isEqualTo(0.5);
        assertThat(rollouts.proceed(Optional.empty())).isTrue();
        clock.advance(QUIET);
        assertThat(status().phase()).isEqualTo(Phase.DONE);
        assertThat(rollouts.proceed(Optional.empty())).isFalse();
    }

    @Test
    void anOperatorTakesACanaryBackAndWhatItDrawsEnds() {
        servers.atOnce = true;
        begin(false, Optional.of(Share.of(0.25)));
        work.next = 1;
        clock.advance(Duration.ofSeconds(1));
        assertThat(rollouts.rollBack()).isTrue();
        clock.advance(Duration.ofSeconds(1));
        assertThat(status().phase()).isEqualTo(Phase.RETURNING);
        assertThat(status().part()).isZero();
        clock.advance(GRACE);
        assertThat(work.again).containsExactly("next to old");
        clock.advance(QUIET);
        assertThat(status().phase()).isEqualTo(Phase.RETURNED);
        assertThat(catalog.checkpoints()).containsExactly(old);
        assertThat(rollouts.rollBack()).isFalse();
    }

    @Test
    void whatDoesNotLoadStopsItAndIsTakenBack() {
        servers.refused.put(B, ServerRefusal.failed("broken graph"));
        servers.atOnce = true;
        begin(false, Optional.empty());
        clock.advance(QUIET);
        assertThat(status().phase()).isEqualTo(Phase.RETURNED);
        assertThat(status().reason()).contains("Slice b did not load the checkpoint: broken graph");
        assertThat(servers.orders).isEqualTo(List.of("load a", "load b", "unload a", "unload b"));
        assertThat(catalog.models()).containsExactly(old);
    }

    @Test
    void whatIsNotThereInTimeStopsIt() {
        begin(false, Optional.empty());
        clock.advance(PATIENCE.plusSeconds(1));
        assertThat(status().phase()).isEqualTo(Phase.RETURNED);
        assertThat(status().reason()).contains("Slice a did not have the checkpoint within 60 seconds.");
    }

    @Test
    void aPictureThatOnlyTheNextOneCannotDrawStopsIt() {
        servers.atOnce = true;
        begin(false, Optional.of(Share.of(0.25)));
        clock.advance(Duration.ofSeconds(1));
        work.next = 1;
        catalog.blame(next.checkpoint(), "It broke.");
        clock.advance(QUIET);
        assertThat(status().phase()).isEqualTo(Phase.RETURNED);
        assertThat(status().reason())
                .hasValueSatisfying(reason -> assertThat(reason).endsWith("It broke."));
        assertThat(work.again).containsExactly("next to old");
    }

    @Test
    void serversThatTakeNoOrdersAreWaitedFor() {
        List.of(A, B, C).forEach(instance -> servers.refused.put(instance, ServerRefusal.byHand("mode none")));
        servers.atOnce = true;
        begin(false, Optional.empty());
        for (TritonInstance instance : List.of(A, B, C)) {
            clock.advance(PATIENCE.minusSeconds(1));
            servers.models.put(instance, new ArrayList<>(Slices.names(next.manifest())));
            servers.look(instance);
            clock.advance(Duration.ofMillis(300));
        }
        assertThat(status().phase()).isEqualTo(Phase.DONE);
    }

    @Test
    void aSliceThatIsAwayIsLeftOutAndOneThatIsDrainedStaysSo() {
        registry.publish(InstanceSnapshot.absent(A, "The server cannot be reached."), clock.instant());
        registry.drain(B);
        servers.atOnce = true;
        begin(false, Optional.empty());
        clock.advance(QUIET);
        assertThat(status().phase()).isEqualTo(Phase.DONE);
        assertThat(servers.orders.subList(0, 2)).isEqualTo(List.of("load b", "load c"));
        assertThat(names(registry.drained())).containsExactly("b");
    }

    @Test
    void whatIsDoneIsTakenBackByAnotherSwitch() {
        servers.atOnce = true;
        begin(false, Optional.empty());
        clock.advance(QUIET);
        assertThat(rollouts.rollBack()).isTrue();
        clock.advance(QUIET);
        assertThat(status().phase()).isEqualTo(Phase.DONE);
        assertThat(status().to()).isEqualTo(old.checkpoint());
        assertThat(catalog.checkpoints()).containsExactly(old);
        assertThat(servers.models.values()).allMatch(models -> models.equals(Slices.names(old.manifest())));
    }

    @Test
    void oneIsUnderWayAtATime() {
        begin(false, Optional.empty());
        assertThat(rollouts.begin(order(false, Optional.empty()))).isFalse();
        assertThat(rollouts.rollBack()).isTrue();
        clock.advance(Duration.ofSeconds(1));
        assertThat(status().phase()).isEqualTo(Phase.RETURNED);
        assertThat(phases).containsExactly(Phase.ROLLING, Phase.RETURNED);
    }
}
