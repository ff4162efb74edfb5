package dev.diffract.builder.planning.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diffract.builder.nvidia.nvml.ComputeInstance;
import dev.diffract.builder.nvidia.nvml.FakeNvml;
import dev.diffract.builder.nvidia.nvml.GpuInstance;
import dev.diffract.builder.nvidia.nvml.GpuProcess;
import dev.diffract.builder.nvidia.nvml.GpuState;
import dev.diffract.builder.nvidia.nvml.MigDevice;
import dev.diffract.builder.nvidia.nvml.MigMode;
import dev.diffract.builder.nvidia.nvml.Nvml;
import dev.diffract.builder.planning.PlanningException;
import dev.diffract.builder.planning.plan.Plan;
import dev.diffract.builder.planning.plan.PlanReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanDiffTest {

    @TempDir
    private Path directory;

    private Plan plan(String gpus) throws IOException {
        Path file = directory.resolve("diffract.yaml");
        Files.writeString(file, """
                version: 1
                repositories: /srv/diffract
                models: {sd15: {source: sd15-onnx, resolutions: [512x512]}}
                gpus:
                """ + gpus.indent(2));
        return PlanReader.read(file);
    }

    private static GpuState h100(int index, List<GpuInstance> instances, List<GpuProcess> processes) {
        return new GpuState(
                new GpuState.Identity(
                        index, Optional.of("NVIDIA H100 80GB HBM3"), Optional.empty(), OptionalInt.of(0x233010DE)),
                OptionalInt.empty(),
                MigMode.ON,
                List.of(),
                new GpuState.Cut(
                        Optional.of(instances),
                        Optional.of(instances.stream()
                                .map(instance -> new ComputeInstance(instance.id(), "g"))
                                .toList()),
                        instances.stream()
                                .map(instance -> new MigDevice(
                                        instance.id(), "MIG-" + instance.id(), "g", OptionalInt.of(instance.id())))
                                .toList()),
                Optional.of(processes));
    }

    @Test
    void choosesStartsThatKeepWhatIsThere() throws IOException {
        GpuState gpu = h100(
                0,
                List.of(new GpuInstance(7, 19, 0, 1), new GpuInstance(2, 9, 4, 4), new GpuInstance(8, 19, 2, 1)),
                List.of());

        CardDiff diff = PlanDiff.of(
                        plan(
                                "- {model: H100-80GB, slices: [{profile: 3g.40gb, model: sd15}, {profile: 1g.10gb, model: sd15, count: 3}]}"),
                        List.of(gpu))
                .cards()
                .get(0);

        assertThat(diff.kept().values()).extracting(GpuInstance::id).containsExactlyInAnyOrder(7, 2, 8);
        assertThat(diff.destroyed()).isEmpty();
        assertThat(diff.created()).hasSize(1);
        assertThat(diff.disturbed().orElseThrow()).isEmpty();
    }

    @Test
    void sparesInstancesThatAreInUseBeforeLargerOnes() throws IOException {
        // A 4g starts at 0 only, so of a 3g at 0 and one at 4 the latter could stay; the choice is where the 1g go.
        GpuState gpu = h100(
                0,
                List.of(new GpuInstance(1, 9, 0, 4), new GpuInstance(5, 19, 4, 1)),
                List.of(new GpuProcess(77, OptionalInt.of(5))));
        Plan plan = plan(
                "- {model: H100-80GB, slices: [{profile: 3g.40gb, model: sd15}, {profile: 1g.10gb, model: sd15, count: 4}]}");

        CardDiff diff = PlanDiff.of(plan, List.of(gpu)).cards().get(0);

        // Four 1g beside a 3g fit only at 0 to 3, so either way the 1g at 4 has to go, and the plan says who is
        // touched.
        assertThat(diff.destroyed()).extracting(GpuInstance::id).containsExactlyInAnyOrder(1, 5);
        assertThat(diff.disturbed().orElseThrow()).containsExactly(new GpuProcess(77, OptionalInt.of(5)));
        assertThat(Step.of(diff))
                .flatExtracting(Step::commands)
                .containsExactly(
                        "nvidia-smi mig -i 0 -gi 1,5 -dci",
                        "nvidia-smi mig -i 0 -gi 1,5 -dgi",
                        "nvidia-smi mig -i 0 -cgi 9:4,19:0,19:1,19:2,19:3 -C");
    }

    @Test
    void sparesTheInstanceThatIsInUseWhenOnlyOneCanStay() throws IOException {
        GpuState gpu = h100(
                0,
                List.of(new GpuInstance(1, 9, 0, 4), new GpuInstance(2, 9, 4, 4)),
                List.of(new GpuProcess(77, OptionalInt.of(1))));
        Plan plan = plan(
                "- {model: H100-80GB, slices: [{profile: 3g.40gb, model: sd15}, {profile: 1g.10gb, model: sd15, count: 2}]}");

        CardDiff diff = PlanDiff.of(plan, List.of(gpu)).cards().get(0);

        assertThat(diff.kept().values()).extracting(GpuInstance::id).containsExactly(1);
        assertThat(diff.destroyed()).extracting(GpuInstance::id).containsExactly(2);
        assertThat(diff.disturbed().orElseThrow()).isEmpty();
    }

    @Test
    void keepsTheLargerInstanceBeforeTheSmallerOne() throws IOException {
        GpuState gpu = h100(0, List.of(new GpuInstance(1, 9, 0, 4), new GpuInstance(5, 15, 4, 2)), List.of());
        Plan plan = plan(
                "- {model: H100-80GB, slices: [{profile: 3g.40gb, model: sd15}, {profile: 1g.20gb, model: sd15, count: 2}]}");

        CardDiff diff = PlanDiff.of(plan, List.of(gpu)).cards().get(0);

        assertThat(diff.kept().values()).extracting(GpuInstance::id).containsExactlyInAnyOrder(1, 5);
        assertThat(diff.created())
                .extracting(slice -> slice.placement().request())
                .containsExactly("15:6");
    }

    @Test
    void fixedStartsAreKept() throws IOException {
        GpuState gpu = h100(0, List.of(new GpuInstance(1, 9, 0, 4)), List.of());
        Plan plan = plan("- {model: H100-80GB, slices: [{profile: 3g.40gb, model: sd15, start: 4}]}");

        CardDiff diff = PlanDiff.of(plan, List.of(gpu)).cards().get(0);

        assertThat(diff.destroyed()).hasSize(1);
        assertThat(diff.created())
                .extracting(slice -> slice.placement().start())
                .containsExactly(4);
    }

    @Test
    void whatIsAsPlannedNeedsNothing() throws IOException {
        GpuState gpu = h100(0, List.of(new GpuInstance(0, 0, 0, 8)), List.of(new GpuProcess(5, OptionalInt.of(0))));

        CardDiff diff = PlanDiff.of(
                        plan("- {model: H100-80GB, slices: [{profile: 7g.80gb, model: sd15}]}"), List.of(gpu))
                .cards()
                .get(0);

        assertThat(diff.nothingToDo()).isTrue();
        assertThat(Step.of(diff)).isEmpty();
    }

    @Test
    void detectedCardsTakeWhatNamedOnesLeave() throws IOException {
        PlanDiff diff = PlanDiff.of(
                plan("""
                        - {model: detect, slices: [{profile: 7g.80gb, model: sd15}]}
                        - {model: H100-80GB, slices: [{profile: 4g.40gb, model: sd15}]}
                        """),
                List.of(h100(0, List.of(), List.of()), h100(1, List.of(), List.of()), h100(2, List.of(), List.of())));

        assertThat(diff.cards()).extracting(card -> card.gpu().index()).containsExactly(1, 0);
        assertThat(diff.others()).extracting(GpuState::index).containsExactly(2);
    }

    @Test
    void aWholeCardIsSwitchedToMigFirst() throws IOException, InterruptedException {
        try (Nvml nvml = FakeNvml.compile(directory).open("")) {
            List<GpuState> gpus = nvml.gpus();
            PlanDiff diff = PlanDiff.of(
                    plan(
                            "- {model: H100-80GB, count: 2, slices: [{profile: 3g.40gb, model: sd15}, {profile: 1g.10gb, model: sd15}]}"),
                    gpus);

            CardDiff cut = diff.cards().get(0);
            assertThat(cut.kept()).hasSize(2);
            assertThat(cut.destroyed()).hasSize(1);
            assertThat(cut.disturbed().orElseThrow()).isEmpty();
            assertThat(cut.unusable()).isEmpty();
            assertThat(Step.of(diff.cards().get(1)))
                    .flatExtracting(Step::commands)
                    .startsWith("nvidia-smi -i 1 -mig 1");
            assertThat(diff.others()).extracting(GpuState::index).containsExactly(2);
        }
    }

    @Test
    void instancesThatNothingCanUseAreNamed() throws IOException, InterruptedException {
        try (Nvml nvml = FakeNvml.compile(directory).open("part")) {
            CardDiff diff = PlanDiff.of(
                            plan(
                                    "- {model: H100-80GB, slices: [{profile: 3g.40gb, model: sd15}, {profile: 1g.10gb, model: sd15, count: 2}]}"),
                            nvml.gpus())
                    .cards()
                    .get(0);

            assertThat(diff.unusable()).extracting(GpuInstance::id).containsExactly(2);
            assertThat(diff.nothingToDo()).isFalse();
        }
    }

    @Test
    void saysWhichCardsAreMissing() throws IOException {
        Plan plan = plan("- {name: left, model: H100-80GB, count: 2, slices: [{profile: 7g.80gb, model: sd15}]}");

        assertThatThrownBy(() -> PlanDiff.of(plan, List.of(h100(0, List.of(), List.of()))))
                .isInstanceOf(PlanningException.class)
                .hasMessage("the plan's 'left' is 2 x H100-80GB, and there is 1: besides that there is no other GPU");
    }

    @Test
    void aGoalHasNothingToCompare() throws IOException {
        Plan plan = plan("- {name: left, model: H100-80GB, goal: {model: sd15, latency: 3s}}");

        assertThatThrownBy(() -> PlanDiff.of(plan, List.of(h100(0, List.of(), List.of()))))
                .isInstanceOf(PlanningException.class)
                .hasMessageContaining("'left' has a goal and no slices yet: 'diffract plan choose'");
    }
}
