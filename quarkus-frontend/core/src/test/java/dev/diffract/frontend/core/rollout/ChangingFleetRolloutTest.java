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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Slices that go, come, and are started again while a model is switched. */
class ChangingFleetRolloutTest extends RolloutFixture {

    private static final TritonInstance D = new TritonInstance("d", "host:4");
    private static final Optional<Share> HALF = Optional.of(Share.of(0.5));

    @BeforeEach
    void ordersAreCarriedOutAtOnce() {
        servers.atOnce = true;
    }

    @Test
    void aSliceThatIsStartedAgainWithTheOldOneGetsTheNextOneAgain() {
        begin(false, HALF);
        clock.advance(Duration.ofSeconds(3));
        assertThat(status().phase()).isEqualTo(Phase.CANARY);
        startAgain(B);
        assertThat(status().switched()).isEqualTo(2);
        clock.advance(Duration.ofSeconds(3));
        assertThat(status().phase()).isEqualTo(Phase.CANARY);
        assertThat(status().switched()).isEqualTo(3);
        assertThat(servers.orders).containsExactly("load a", "load b", "load c", "load b");
    }

    /** Where it unloaded the old one it would have none. */
    @Test
    void noSliceIsLeftWithNothingByTheEnd() {
        begin(false, Optional.empty());
        clock.advance(Duration.ofSeconds(5));
        assertThat(status().phase()).isEqualTo(Phase.ENDING);
        servers.atOnce = false;
        startAgain(B);
        clock.advance(QUIET);
        assertThat(status().phase()).isEqualTo(Phase.ENDING);
        assertThat(servers.orders).doesNotContain("unload a", "unload b", "unload c");
        servers.atOnce = true;
        servers.carryOut();
        clock.advance(QUIET);
        assertThat(status().phase()).isEqualTo(Phase.DONE);
        assertThat(servers.models.values()).allMatch(models -> models.equals(Slices.names(next.manifest())));
    }

    @Test
    void aSliceThatWasAwayIsSwitchedWhenItIsBack() {
        registry.publish(InstanceSnapshot.absent(A, "The server cannot be reached."), clock.instant());
        begin(false, HALF);
        clock.advance(Duration.ofSeconds(3));
        assertThat(status().phase()).isEqualTo(Phase.CANARY);
        assertThat(servers.orders).containsExactly("load b", "load c");
        startAgain(A);
        clock.advance(Duration.ofSeconds(3));
        assertThat(servers.orders).containsExactly("load b", "load c", "load a");
        rollouts.proceed(Optional.empty());
        clock.advance(QUIET);
        assertThat(status().phase()).isEqualTo(Phase.DONE);
        assertThat(servers.models.get(A)).isEqualTo(Slices.names(next.manifest()));
    }

    @Test
    void aSliceThatComesIsSwitchedToo() {
        begin(false, Optional.empty());
        clock.advance(Duration.ofSeconds(5));
        assertThat(status().phase()).isEqualTo(Phase.ENDING);
        servers.models.put(D, new ArrayList<>(Slices.names(old.manifest())));
        registry.set(List.of(A, B, C, D));
        servers.look(D);
        clock.advance(QUIET.plus(QUIET));
        assertThat(status().phase()).isEqualTo(Phase.DONE);
        assertThat(status().slices()).isEqualTo(4);
        assertThat(servers.models.get(D)).isEqualTo(Slices.names(next.manifest()));
    }

    @Test
    void whatDoesNotGetTheNextOneAgainTakesAllBack() {
        begin(false, HALF);
        clock.advance(Duration.ofSeconds(3));
        servers.refused.put(B, ServerRefusal.failed("no memory"));
        startAgain(B);
        clock.advance(QUIET);
        assertThat(status().phase()).isEqualTo(Phase.RETURNED);
        assertThat(status().reason().orElseThrow()).contains("Slice b did not load the checkpoint");
        assertThat(servers.models.values()).allMatch(models -> models.equals(Slices.names(old.manifest())));
    }

    /** Of three slices two are to be switched for half of the callers; the third stays as it is when one of the two is started again. */
    @Test
    void inPlaceNoMoreAreSwitchedThanAreWanted() {
        begin(true, HALF);
        clock.advance(QUIET.multipliedBy(3));
        assertThat(status().phase()).isEqualTo(Phase.CANARY);
        assertThat(status().switched()).isEqualTo(2);
        startAgain(A);
        clock.advance(QUIET.multipliedBy(2));
        assertThat(status().phase()).isEqualTo(Phase.CANARY);
        assertThat(status().switched()).isEqualTo(2);
        assertThat(servers.models.get(C)).isEqualTo(Slices.names(old.manifest()));
    }

    /** With what its server is told to take in at its start. */
    private void startAgain(TritonInstance instance) {
        servers.models.put(instance, new ArrayList<>(Slices.names(old.manifest())));
        servers.look(instance);
    }
}
