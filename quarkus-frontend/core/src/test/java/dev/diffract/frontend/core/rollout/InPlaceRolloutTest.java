package dev.diffract.frontend.core.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.core.model.Share;
import dev.diffract.frontend.core.rollout.Rollout.Phase;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Switches on slices that have room for one checkpoint. */
class InPlaceRolloutTest extends RolloutFixture {

    @Test
    void whereOneFitsSlicesAreDrainedAndTheLastWaitsForTheOldPictures() {
        servers.atOnce = true;
        work.calls = 1;
        work.old = 3;
        begin(true, Optional.empty());
        assertThat(names(registry.drained())).containsExactly("a");
        assertThat(servers.orders).isEmpty();
        work.calls = 0;
        clock.advance(QUIET.multipliedBy(2));
        assertThat(servers.orders).isEqualTo(List.of("unload a", "load a", "unload b", "load b"));
        assertThat(status().part()).isEqualTo(1);
        assertThat(registry.drained()).isEmpty();
        clock.advance(GRACE.plusSeconds(1));
        assertThat(work.again).containsExactly("old to next");
        clock.advance(QUIET);
        assertThat(status().phase()).isEqualTo(Phase.DONE);
        assertThat(servers.models.values()).allMatch(models -> models.equals(Slices.names(next.manifest())));
    }

    @Test
    void whereOneFitsAFailureBringsEachSliceBack() {
        servers.refused.put(B, ServerRefusal.failed("out of memory"));
        servers.atOnce = true;
        begin(true, Optional.empty());
        clock.advance(QUIET.multipliedBy(3));
        assertThat(status().phase()).isEqualTo(Phase.RETURNED);
        assertThat(status().reason()).contains("Slice b did not load the checkpoint: out of memory");
        assertThat(servers.models.values()).allMatch(models -> models.equals(Slices.names(old.manifest())));
        assertThat(registry.drained()).isEmpty();
    }

    @Test
    void whereOneFitsACanaryTakesAsManySlicesAsItsShare() {
        servers.atOnce = true;
        begin(true, Optional.of(Share.of(0.25)));
        clock.advance(QUIET);
        assertThat(status().phase()).isEqualTo(Phase.CANARY);
        assertThat(status().switched()).isEqualTo(1);
        assertThat(status().part()).isEqualTo(0.25);
        rollouts.proceed(Optional.empty());
        clock.advance(QUIET.multipliedBy(2));
        assertThat(status().phase()).isEqualTo(Phase.DONE);
    }
}
