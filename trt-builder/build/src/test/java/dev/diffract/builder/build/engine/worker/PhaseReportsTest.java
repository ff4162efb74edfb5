package dev.diffract.builder.build.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.builder.nvidia.tensorrt.BuildProgress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PhaseReportsTest {

    private final List<WorkerMessage> messages = new ArrayList<>();
    private final BuildProgress progress = new BuildProgress(new PhaseReports(messages::add));

    @Test
    void tellsHowFarTheOutermostPhaseIs() {
        progress.phaseStarted("Building Engine", Optional.empty(), 2);
        progress.stepCompleted("Building Engine", 0);
        progress.phaseStarted("Timing Graph Nodes", Optional.of("Building Engine"), 4);
        progress.stepCompleted("Timing Graph Nodes", 0);

        assertThat(messages)
                .containsExactly(
                        WorkerMessage.step("Building Engine", 0, 1000),
                        WorkerMessage.step("Building Engine", 500, 1000),
                        WorkerMessage.step("Building Engine", 625, 1000));
    }

    @Test
    void saysNothingTwice() {
        progress.phaseStarted("Building Engine", Optional.empty(), 100_000);
        for (int step = 0; step < 50_000; step++) {
            progress.stepCompleted("Building Engine", step);
        }

        assertThat(messages)
                .hasSizeBetween(500, 502)
                .last()
                .isEqualTo(WorkerMessage.step("Building Engine", 500, 1000));
    }
}
