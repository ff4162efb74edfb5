package dev.diffract.builder.planning.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.builder.planning.mig.GpuModel;
import dev.diffract.builder.planning.mig.MigProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanReaderTest {

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void name() {
        file = directory.resolve("diffract.yaml");
    }

    @Test
    void everyKeyArrivesInThePlan() throws IOException {
        Plan plan = read("""
                version: 1
                repositories: out
                models:
                  sd15:
                    source: models/sd15-onnx
                    resolutions: [512x512, 768x512]
                    max-batch: 4
                    safety-checker: false
                  demo:
                    source: /models/demo
                    resolutions: [64x64]
                    max-batch: auto
                    safety-checker: true
                    image: registry.example/triton:2
                gpus:
                  - name: left
                    model: NVIDIA H100 80GB HBM3
                    count: 2
                    slices:
                      - {profile: 3g.40gb, model: sd15, start: 4}
                      - {profile: 1g.10gb, model: demo, count: 4}
                  - model: L4
                    goal: {model: sd15, resolutions: [512x512], latency: 2.5s, steps: 30, isolation: shared}
                  - model: detect
                    slices: [{profile: 1g.12gb, model: demo}]
                ports: {base: 9000, frontend: 9100}
                image: registry.example/triton:1
                """);

        assertThat(plan.file()).isEqualTo(file);
        assertThat(plan.repositories()).isEqualTo(directory.resolve("out"));
        assertThat(plan.models().keySet()).containsExactly("sd15", "demo");
        assertThat(plan.models().get("sd15"))
                .isEqualTo(new ModelSpec(
                        "sd15",
                        directory.resolve("models/sd15-onnx"),
                        Resolutions.of(List.of(new Resolution(512, 512), new Resolution(768, 512))),
                        OptionalInt.of(4),
                        SafetyChecker.LEFT_OUT,
                        Optional.empty()));
        assertThat(plan.models().get("demo").maxBatch()).isEmpty();
        assertThat(plan.models().get("demo").safetyChecker()).isEqualTo(SafetyChecker.REQUIRED);
        assertThat(plan.models().get("demo").source()).isEqualTo(Path.of("/models/demo"));

        GpuSpec left = plan.gpus().get(0);
        assertThat(left.name()).isEqualTo("left");
        assertThat(left.model()).map(GpuModel::name).contains("H100-80GB");
        assertThat(left.count()).isEqualTo(2);
        assertThat(left.location()).isEqualTo(new Location(19, 5));
        assertThat(left.slices()).extracting(SliceSpec::count).containsExactly(1, 4);
        assertThat(left.slices().get(0).start()).hasValue(4);
        assertThat(left.slices().get(0).profile()).map(MigProfile::id).contains(9);

        GpuSpec second = plan.gpus().get(1);
        assertThat(second.name()).isEqualTo("gpu1");
        assertThat(second.slices()).isEmpty();
        assertThat(second.goal())
                .contains(new Goal(
                        "sd15", List.of(new Resolution(512, 512)), Duration.ofMillis(2500), 30, Goal.Isolation.SHARED));

        GpuSpec third = plan.gpus().get(2);
        assertThat(third.model()).isEmpty();
        assertThat(third.slices().get(0).profileName()).isEqualTo("1g.12gb");
        assertThat(third.slices().get(0).profile()).isEmpty();

        assertThat(plan.ports().metrics(2)).isEqualTo(9008);
        assertThat(plan.ports().frontend()).isEqualTo(9100);
        assertThat(plan.image()).isEqualTo("registry.example/triton:1");
        assertThat(plan.image("sd15")).isEqualTo("registry.example/triton:1");
        assertThat(plan.image("demo")).isEqualTo("registry.example/triton:2");
    }

    @Test
    void whatIsLeftOutHasADefault() throws IOException {
        Plan plan = read(PlanFiles.withGoal("A30", "{model: sd15, latency: 800ms}"));

        ModelSpec model = plan.models().get("sd15");
        assertThat(model.maxBatch()).isEmpty();
        assertThat(model.safetyChecker()).isEqualTo(SafetyChecker.AUTO);
        Goal goal = plan.gpus().get(0).goal().orElseThrow();
        assertThat(goal.resolutions()).isEqualTo(model.resolutions().tuned());
        assertThat(goal.latency()).isEqualTo(Duration.ofMillis(800));
        assertThat(goal.steps()).isEqualTo(20);
        assertThat(goal.isolation()).isEqualTo(Goal.Isolation.HARD);
        assertThat(plan.ports().http(0)).isEqualTo(8000);
        assertThat(plan.ports().frontend()).isEqualTo(8080);
        assertThat(plan.ports().management()).isEqualTo(8090);
        assertThat(plan.image()).isEqualTo(Plan.DEFAULT_IMAGE);
    }

    @Test
    void aWholeNumberMayBeWrittenWithAPoint() throws IOException {
        Plan plan = read(PlanFiles.withSlice("{profile: 3g.20gb, model: sd15, count: 2.0}"));

        assertThat(plan.gpus().get(0).slices().get(0).count()).isEqualTo(2);
    }

    @Test
    void aFewAliasesAreWelcome() throws IOException {
        Plan plan = read("""
                version: 1
                repositories: /srv/diffract
                models: {sd15: {source: sd15, resolutions: [512x512]}}
                gpus:
                  - {model: A30, slices: &half [{profile: 2g.12gb, model: sd15, count: 2}]}
                  - {model: A30, slices: *half}
                """);

        assertThat(plan.gpus().get(0).slices()).isEqualTo(plan.gpus().get(1).slices());
    }

    @Test
    void aPlanMayStartWithAByteOrderMark() throws IOException {
        assertThat(read("\uFEFF" + PlanFiles.GOOD).models()).containsKey("sd15");
    }

    private Plan read(String text) throws IOException {
        return PlanReader.read(Files.writeString(file, text));
    }
}
