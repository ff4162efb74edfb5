package dev.diffract.frontend.core.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.core.inference.TritonInstance;
import dev.diffract.frontend.core.model.CheckpointName;
import dev.diffract.frontend.core.model.ModelDefinition;
import dev.diffract.frontend.core.model.Share;
import dev.diffract.frontend.core.rollout.Rollout.Phase;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Switches on slices that another frontend draws on, too, which only the servers' counts tell. */
class SharedSlicesRolloutTest extends RolloutFixture {

    private static final Duration LONG = Duration.ofMinutes(5);

    @BeforeEach
    void doWhatTheyAreTold() {
        servers.atOnce = true;
    }

    @Test
    void besideTheNextOneItStaysAsLongAsItIsAskedFor() {
        begin(false, Optional.empty());
        drawElsewhere(old, LONG, A, C);
        assertThat(status().phase()).isEqualTo(Phase.ENDING);
        assertThat(status().part()).isEqualTo(1);
        assertThat(status().reason())
                .contains(named(old) + " is still asked for on a, c, by another frontend that is to be switched, too,"
                        + " or by requests that name it; it is unloaded when nobody has asked for it for 15 seconds.");
        assertThat(catalog.models()).containsExactly(next);
        assertThat(unloaded()).isEmpty();

        clock.advance(QUIET);
        assertThat(status().phase()).isEqualTo(Phase.DONE);
        assertThat(status().reason()).isEmpty();
        assertThat(unloaded()).containsExactly("unload a", "unload b", "unload c");
    }

    /** A picture that goes to one slice now may go to another one then. */
    @Test
    void whatIsAskedForOnOneSliceStaysOnAll() {
        begin(false, Optional.empty());
        drawElsewhere(old, LONG, B);
        assertThat(status().reason())
                .hasValueSatisfying(reason -> assertThat(reason).contains("asked for on b, by"));
        assertThat(unloaded()).isEmpty();
    }

    /** A slow picture's calls come one after the other. */
    @Test
    void aPauseBetweenTwoCallsIsNoEnd() {
        begin(false, Optional.empty());
        for (int call = 0; call < 10; call++) {
            clock.advance(SILENCE.minusSeconds(1));
            servers.called(A, old);
        }
        assertThat(status().phase()).isEqualTo(Phase.ENDING);
        assertThat(unloaded()).isEmpty();
    }

    @Test
    void itIsOverInTheEndAndTheOldOneStays() {
        begin(false, Optional.empty());
        drawElsewhere(old, Leaving.PATIENCE.plusSeconds(1), A);
        assertThat(status().phase()).isEqualTo(Phase.DONE);
        assertThat(status().reason())
                .hasValueSatisfying(reason -> assertThat(reason)
                        .startsWith(named(old) + " stays loaded on a, b, c, since others asked for it")
                        .endsWith("the next frontend that is switched from it has it unloaded."));
        assertThat(unloaded()).isEmpty();
        assertThat(catalog.checkpoints()).containsExactly(next);
        assertThat(clock.pending()).isZero();
    }

    @Test
    void aPictureOfItsOwnThatNamesTheOldOneIsNotCut() {
        begin(false, Optional.empty());
        clock.advance(Duration.ofSeconds(5));
        work.old = 1;
        clock.advance(LONG);
        assertThat(status().phase()).isEqualTo(Phase.ENDING);
        assertThat(work.again).isEmpty();
        work.old = 0;
        clock.advance(Duration.ofSeconds(1));
        assertThat(status().phase()).isEqualTo(Phase.DONE);
    }

    @Test
    void whileItWaitsItIsTakenBack() {
        begin(false, Optional.empty());
        drawElsewhere(old, LONG, A);
        assertThat(rollouts.rollBack()).isTrue();
        drawElsewhere(old, QUIET, A);
        assertThat(status().phase()).isEqualTo(Phase.RETURNED);
        assertThat(catalog.checkpoints()).containsExactly(old);
        assertThat(servers.models.values()).allMatch(models -> models.equals(Slices.names(old.manifest())));
    }

    @Test
    void onTheWayBackTheNextOneStaysAsLongAsItIsAskedFor() {
        begin(false, Optional.of(Share.of(0.25)));
        clock.advance(Duration.ofSeconds(1));
        assertThat(rollouts.rollBack()).isTrue();
        drawElsewhere(next, LONG, B);
        assertThat(status().phase()).isEqualTo(Phase.RETURNING);
        assertThat(status().reason())
                .hasValueSatisfying(reason -> assertThat(reason)
                        .startsWith("An operator wanted it back. On the way back: " + named(next)
                                + " is still asked for on b,"));
        assertThat(unloaded()).isEmpty();

        clock.advance(QUIET);
        assertThat(status().phase()).isEqualTo(Phase.RETURNED);
        assertThat(status().reason()).contains("An operator wanted it back.");
        assertThat(unloaded()).containsExactly("unload a", "unload b", "unload c");
    }

    @Test
    void inItsPlaceASliceWaitsUntilNobodyAsksForTheOldOne() {
        begin(true, Optional.empty());
        drawElsewhere(old, PATIENCE.dividedBy(2), A);
        assertThat(status().phase()).isEqualTo(Phase.ROLLING);
        assertThat(status().reason())
                .hasValueSatisfying(reason ->
                        assertThat(reason).startsWith(named(old) + " is still asked for on a, by another frontend"));
        assertThat(servers.orders).isEmpty();

        clock.advance(QUIET.multipliedBy(3));
        assertThat(status().phase()).isEqualTo(Phase.DONE);
        assertThat(status().reason()).isEmpty();
    }

    @Test
    void inItsPlaceItGoesBackIfSomebodyAsksForTheOldOneAllTheTime() {
        begin(true, Optional.empty());
        drawElsewhere(old, PATIENCE.plusSeconds(2), A);
        assertThat(status().phase()).isEqualTo(Phase.RETURNED);
        assertThat(status().reason())
                .contains("Slice a could not unload " + named(old)
                        + " within 60 seconds, since somebody else still draws with it there:"
                        + " a second frontend is to be switched at the same time.");
        assertThat(servers.models.values()).allMatch(models -> models.equals(Slices.names(old.manifest())));
        assertThat(registry.drained()).isEmpty();
        assertThat(catalog.checkpoints()).containsExactly(old);
    }

    @Test
    void inItsPlaceASliceKeepsTheNextOneIfSomebodyDrawsWithItOnTheWayBack() {
        begin(true, Optional.of(Share.of(0.25)));
        clock.advance(QUIET);
        assertThat(status().phase()).isEqualTo(Phase.CANARY);
        assertThat(rollouts.rollBack()).isTrue();
        drawElsewhere(next, PATIENCE.plusSeconds(2), A);
        assertThat(status().phase()).isEqualTo(Phase.RETURNED);
        assertThat(status().reason())
                .hasValueSatisfying(reason -> assertThat(reason)
                        .startsWith(
                                "An operator wanted it back. On the way back: Slice a could not unload " + named(next))
                        .endsWith("at the same time."));
        assertThat(servers.models.get(A)).isEqualTo(Slices.names(next.manifest()));
        assertThat(registry.drained()).isEmpty();
    }

    @Test
    void whereServersCountNothingItIsUnloadedAllTheSame() {
        servers.countless = true;
        begin(false, Optional.empty());
        clock.advance(QUIET);
        assertThat(status().phase()).isEqualTo(Phase.DONE);
        assertThat(unloaded()).containsExactly("unload a", "unload b", "unload c");
    }

    /** The other frontend was told to switch, too, and was ready first. */
    @Test
    void whatAnotherFrontendHasUnloadedIsNotWaitedFor() {
        begin(false, Optional.empty());
        drawElsewhere(old, LONG, A, B, C);
        List.of(A, B, C).forEach(instance -> servers.unload(instance, Slices.names(old.manifest())));
        clock.advance(Duration.ofSeconds(3));
        assertThat(status().phase()).isEqualTo(Phase.DONE);
    }

    /** Another frontend has a call end on these slices each second. */
    private void drawElsewhere(ModelDefinition model, Duration time, TritonInstance... instances) {
        for (long second = 0; second < time.toSeconds(); second++) {
            List.of(instances).forEach(instance -> servers.called(instance, model));
            clock.advance(Duration.ofSeconds(1));
        }
    }

    private List<String> unloaded() {
        return servers.orders.stream()
                .filter(order -> order.startsWith("unload "))
                .toList();
    }

    private static String named(ModelDefinition model) {
        return CheckpointName.of(model.checkpoint());
    }
}
