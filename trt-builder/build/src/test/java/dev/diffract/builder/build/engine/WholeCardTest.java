package dev.diffract.builder.build.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diffract.builder.build.assemble.BuildException;
import dev.diffract.builder.planning.mig.ComputeCapability;
import dev.diffract.builder.planning.mig.GpuModel;
import dev.diffract.builder.planning.mig.MigCatalogue;
import dev.diffract.builder.planning.plan.ModelSpec;
import dev.diffract.builder.planning.plan.Plan;
import dev.diffract.builder.planning.plan.PlanReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A card that is not cut is a target too: the one that a goal lets models share. */
class WholeCardTest {

    private static final MigCatalogue CATALOGUE = MigCatalogue.shipped();
    private static final GpuModel H200 = CATALOGUE.find("H200-141GB").orElseThrow();

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void writePlan() throws IOException {
        Files.createDirectories(directory.resolve("sd15-onnx"));
        file = Files.writeString(directory.resolve("diffract.yaml"), """
                version: 1
                repositories: repositories
                models:
                  sd15: {source: sd15-onnx, resolutions: [512x512]}
                  demo: {source: sd15-onnx, resolutions: [128x128]}
                gpus:
                  - {name: sd15, model: H200-141GB, goal: {model: sd15, resolutions: [512x512], latency: 60s, steps: 20, isolation: shared}}
                  - {name: demo, model: H200-141GB, goal: {model: demo, resolutions: [128x128], latency: 60s, steps: 20, isolation: shared}}
                """);
    }

    @Test
    void theModelsOfItsGoalsAreBuiltForIt() {
        SliceChoice choice = choose("whole", Optional.empty());

        assertThat(choice.models()).extracting(ModelSpec::name).containsExactly("sd15", "demo");
        assertThat(choice.slice()).hasToString("whole H200-141GB");
        assertThat(choice.slice().profile().sms()).isEqualTo(132);
        assertThat(choose("whole", Optional.of("demo")).models())
                .extracting(ModelSpec::name)
                .containsExactly("demo");
    }

    @Test
    void aCardThatIsSharedHasNoSlices() {
        assertThatThrownBy(() -> choose("1g.18gb", Optional.empty()))
                .isInstanceOf(BuildException.class)
                .hasMessageContaining(
                        "has no slice 1g.18gb on H200-141GB; it has: whole on sd15 for sd15, whole on demo for demo");
    }

    @Test
    void theVisibleDeviceMustBeTheWholeCard() {
        Slice whole = choose("whole", Optional.empty()).slice();

        assertThat(DeviceCheck.objection(whole, device("NVIDIA H200", 132, 143_156), CATALOGUE))
                .isEmpty();
        assertThat(DeviceCheck.objection(whole, device("NVIDIA H200 MIG 1g.18gb", 16, 16_384), CATALOGUE))
                .hasValueSatisfying(
                        sentence -> assertThat(sentence).contains("is no whole H200-141GB: the slice is a 1g.18gb"));
        assertThat(DeviceCheck.objection(whole, device("NVIDIA H100 80GB HBM3", 132, 81_000), CATALOGUE))
                .hasValueSatisfying(sentence -> assertThat(sentence).contains("the GPU is an H100-80GB"));
    }

    private SliceChoice choose(String profile, Optional<String> model) {
        Plan plan = PlanReader.read(file);
        return SliceChoice.of(plan, profile, Optional.of("H200-141GB"), model, Optional.of(H200));
    }

    private static VisibleDevice device(String name, int multiprocessors, long mib) {
        return new VisibleDevice(
                name, "uuid", new ComputeCapability(9, 0), multiprocessors, mib << 20, "13.0", Optional.empty());
    }
}
