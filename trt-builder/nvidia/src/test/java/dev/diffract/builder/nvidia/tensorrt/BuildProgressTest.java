package dev.diffract.builder.nvidia.tensorrt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BuildProgressTest {

    private final List<BuildProgress.State> states = new ArrayList<>();
    private final BuildProgress progress = new BuildProgress(states::add);

    @Test
    void countsStepsOfTheOutermostPhase() {
        start("Building Engine", null, 4);
        assertThat(last().fraction()).isZero();
        assertThat(last().phases()).containsExactly("Building Engine");

        step("Building Engine", 0);
        step("Building Engine", 1);

        assertThat(last().fraction()).isEqualTo(0.5);
    }

    @Test
    void nestedPhasesFillTheStepTheyRunIn() {
        start("Building Engine", null, 2);
        step("Building Engine", 0);
        start("Timing Graph Nodes", "Building Engine", 4);
        step("Timing Graph Nodes", 0);

        assertThat(last().fraction()).isEqualTo(0.5 + 0.5 / 4);
        assertThat(last().phases()).containsExactly("Building Engine", "Timing Graph Nodes");

        start("Compiling backend", "Timing Graph Nodes", 2);
        step("Compiling backend", 0);

        assertThat(last().fraction()).isEqualTo(0.5 + 0.5 * (1 + 0.5) / 4);
        assertThat(last().phases()).containsExactly("Building Engine", "Compiling backend");
    }

    @Test
    void neverFallsWithinAPhase() {
        start("Building Engine", null, 2);
        start("first", "Building Engine", 2);
        step("first", 0);
        step("first", 1);
        finish("first");
        double before = last().fraction();
        start("second", "Building Engine", 10);

        assertThat(last().fraction()).isEqualTo(before).isEqualTo(0.5);
    }

    @Test
    void startsAnewWithEachOutermostPhase() {
        start("Parsing", null, 1);
        step("Parsing", 0);
        assertThat(last().fraction()).isEqualTo(1);
        finish("Parsing");
        assertThat(last().phases()).isEmpty();

        start("Building Engine", null, 8);

        assertThat(last().fraction()).isZero();
    }

    @Test
    void aPhaseCancelledBeforeItsLastStepEnds() {
        start("Building Engine", null, 8);
        start("Timing Graph Nodes", "Building Engine", 100);
        step("Timing Graph Nodes", 0);
        finish("Timing Graph Nodes");
        finish("Building Engine");

        assertThat(last().phases()).isEmpty();
    }

    @Test
    void phasesSideBySideInOneStepShareIt() {
        start("Building Engine", null, 1);
        start("left", "Building Engine", 2);
        start("right", "Building Engine", 4);
        step("left", 0);
        step("right", 0);

        assertThat(last().fraction()).isCloseTo((0.5 + 0.25) / 2, within(1e-12));
    }

    @Test
    void unknownNamesChangeNothing() {
        start("Building Engine", null, 2);
        step("never started", 0);
        finish("never started");
        start("orphan", "never started either", 2);

        assertThat(last().phases()).containsExactly("Building Engine");
        assertThat(last().fraction()).isZero();
    }

    @Test
    void aConditionCancels() {
        boolean[] interrupted = {false};
        ProgressListener listener = progress.cancelledWhen(() -> interrupted[0]);
        listener.phaseStarted("Building Engine", Optional.empty(), 2);

        assertThat(listener.stepCompleted("Building Engine", 0)).isTrue();
        interrupted[0] = true;
        assertThat(listener.stepCompleted("Building Engine", 1)).isFalse();
        assertThat(last().fraction()).isEqualTo(1);
    }

    private void start(String phase, String parent, int steps) {
        progress.phaseStarted(phase, Optional.ofNullable(parent), steps);
    }

    private void step(String phase, int step) {
        assertThat(progress.stepCompleted(phase, step)).isTrue();
    }

    private void finish(String phase) {
        progress.phaseFinished(phase);
    }

    private BuildProgress.State last() {
        return states.get(states.size() - 1);
    }
}
