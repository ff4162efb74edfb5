package dev.diffract.builder.build.choose;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.builder.planning.plan.ModelSpec;
import dev.diffract.builder.planning.plan.Plan;
import dev.diffract.builder.planning.plan.PlanReader;
import dev.diffract.builder.planning.plan.SafetyChecker;
import dev.diffract.repository.layout.EngineRecord;
import dev.diffract.repository.layout.EngineRecord.Measurement;
import dev.diffract.repository.layout.Manifest;
import dev.diffract.repository.layout.Manifest.Defaults;
import dev.diffract.repository.layout.Manifest.FileDigest;
import dev.diffract.repository.layout.Manifest.Pipeline;
import dev.diffract.repository.layout.Manifest.ServedModel;
import dev.diffract.repository.layout.ManifestFile;
import dev.diffract.repository.layout.SizeRule;
import dev.diffract.repository.pipeline.ModelFamilies;
import dev.diffract.repository.pipeline.ModelRole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RepositoryMeasurementsTest {

    private static final long GIB = 1L << 30;

    @TempDir
    Path root;

    private final List<String> notes = new ArrayList<>();

    @Test
    void whatABuildMeasuredDecides() throws IOException {
        publish(
                served(ModelRole.UNET, new Measurement(2, 512, 512, 50, 5 * GIB)),
                served(ModelRole.VAE_DECODER, new Measurement(1, 512, 512, 200, 3 * GIB)));
        SliceFigures figures = smallest();
        // 20 steps of 50 ms and a decoding; two plans of 1 GiB with 1 GiB of activations each.
        assertThat(figures.pictureMillis()).isEqualTo(1200);
        assertThat(figures.memory().weights()).isEqualTo(2 * GIB);
        assertThat(figures.memory().activations()).isEqualTo(2 * GIB);
        assertThat(figures.times().measured()).isTrue();
        assertThat(figures.memory().measured()).isTrue();
        assertThat(notes).isEmpty();
    }

    @Test
    void whatItDidNotMeasureIsEstimated() throws IOException {
        publish(served(ModelRole.UNET, new Measurement(2, 768, 768, 50, 5 * GIB)));
        assertThat(smallest().times().measured()).isFalse();
        assertThat(smallest().memory().measured()).isTrue();
    }

    @Test
    void repositoriesOfGraphsMeasureNothing() throws IOException {
        publish(new ServedModel(ModelRole.UNET, "unet", Optional.empty(), List.of(), Optional.empty()));
        assertThat(new RepositoryMeasurements(root, notes::add).of("sd15", "A100-80GB", "1g.10gb"))
                .isEmpty();
        assertThat(new RepositoryMeasurements(root, notes::add).of("sd15", "A100-80GB", "2g.20gb"))
                .isEmpty();
        assertThat(notes).isEmpty();
    }

    private SliceFigures smallest() throws IOException {
        Plan plan = PlanReader.read(Files.writeString(root.resolve("plan.yaml"), """
                version: 1
                repositories: .
                models:
                  sd15: {source: sd15-onnx, resolutions: [512x512]}
                gpus:
                  - {model: A100-80GB, goal: {model: sd15, latency: 60s, steps: 20}}
                """));
        Choice.Cut cut =
                (Choice.Cut) new Chooser(RepositoryMeasurementsTest::size, new RepositoryMeasurements(root, notes::add))
                        .choose(plan)
                        .get(0);
        return cut.figures("1g.10gb");
    }

    private static ModelSize size(ModelSpec model) {
        return ModelSize.stableDiffusion15(SafetyChecker.LEFT_OUT);
    }

    private static ServedModel served(ModelRole role, Measurement measurement) {
        EngineRecord engine =
                new EngineRecord("key", "sha256:0", List.of(), GIB, 3, 60, Optional.empty(), GIB, List.of(measurement));
        return new ServedModel(role, role.id(), Optional.empty(), List.of(), Optional.empty(), Optional.of(engine));
    }

    private void publish(ServedModel... models) throws IOException {
        Manifest manifest = new Manifest(
                "sd15",
                "sha256:0",
                Manifest.TENSORRT,
                "diffract",
                new Pipeline(
                        ModelFamilies.STABLE_DIFFUSION,
                        4,
                        8,
                        0.18215,
                        77,
                        768,
                        new SizeRule(8, 512, 512),
                        1,
                        Optional.empty()),
                new Defaults(512, 512, 20, 7.5, Optional.empty(), Optional.empty()),
                Optional.empty(),
                List.of(models),
                Optional.empty(),
                Optional.empty(),
                Map.of(
                        "models/unet/1/model.plan", new FileDigest("ab", GIB),
                        "models/vae_decoder/1/model.plan", new FileDigest("cd", GIB)));
        Path current = Files.createDirectories(root.resolve("sd15/A100-80GB/1g.10gb/current"));
        Files.writeString(current.resolve("manifest.json"), ManifestFile.print(manifest));
    }
}
