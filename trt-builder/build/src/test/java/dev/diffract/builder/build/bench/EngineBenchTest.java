package dev.diffract.builder.build.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diffract.builder.build.bench.Baseline.Measured;
import dev.diffract.builder.build.engine.RepositoryFlavours;
import dev.diffract.builder.build.engine.RepositoryFlavours.Flavour;
import dev.diffract.builder.build.engine.Slice;
import dev.diffract.builder.graphs.ExportedShapes;
import dev.diffract.builder.planning.mig.GpuModel;
import dev.diffract.builder.planning.mig.MigCatalogue;
import dev.diffract.repository.kserve.Tensor;
import dev.diffract.repository.kserve.TensorType;
import dev.diffract.repository.layout.RepositoryPaths;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineBenchTest {

    private static final String GPU = "NVIDIA H100 80GB HBM3 MIG 1g.10gb";

    @TempDir
    private static Path directory;

    private static Path engines;
    private static Path severalSizes;
    private static Path graphs;

    @BeforeAll
    static void writeRepositories() throws IOException {
        GpuModel gpu = MigCatalogue.shipped().find("H100-80GB").orElseThrow();
        Optional<Slice> slice =
                Optional.of(new Slice(gpu, gpu.profile("1g.10gb").orElseThrow()));
        engines = directory.resolve("engines");
        severalSizes = directory.resolve("several");
        graphs = directory.resolve("graphs");
        RepositoryFlavours flavours =
                RepositoryFlavours.of(ExportedShapes.unpack("diffusers", directory), directory.resolve("work"));
        flavours.write(new Flavour(slice, 1), engines);
        flavours.write(new Flavour(slice, 2), severalSizes);
        flavours.write(new Flavour(Optional.empty(), 1), graphs);
    }

    @Test
    void everyMeasuredBatchOfEveryEngineIsRunAndCompared() {
        StandInDevice device = slice();

        List<BenchRow> rows = bench(device).run(engines);

        assertThat(rows).extracting(BenchRow::model).containsOnly("demo");
        assertThat(rows)
                .filteredOn(row -> row.component().equals("unet"))
                .extracting(BenchRow::batch)
                .containsExactly(1, 2, 4, 6, 8);
        assertThat(rows)
                .extracting(BenchRow::component)
                .contains("text_encoder", "unet", "vae_decoder", "vae_encoder", "image_post");
        assertThat(device.batches())
                .isEqualTo(rows.stream().map(BenchRow::batch).toList());
        assertThat(rows).allSatisfy(row -> {
            assertThat(row.error().within()).isTrue();
            assertThat(row.millis()).isEqualTo(10.0 * row.batch());
            assertThat(row.buildSeconds()).isPositive();
            assertThat(row.torch()).isEmpty();
            assertThat(row.peak()).hasValue(16 * 4096 * 1.98e9);
        });
        assertThat(rows).anySatisfy(row -> assertThat(row.error().max()).isPositive());
    }

    @Test
    void everyPictureSizeIsRunWithItsOwnShapeProfile() {
        List<BenchRow> rows = bench(slice()).run(severalSizes);

        assertThat(rows)
                .filteredOn(row -> row.component().equals("vae_decoder"))
                .extracting(row -> row.width() + "x" + row.height())
                .containsExactly("256x256", "320x256");
        assertThat(rows).allSatisfy(row -> assertThat(row.error().within()).isTrue());
    }

    @Test
    void aBaselineIsFoundForTheSameCallOnly() {
        Measured unet = new Measured("unet", 2, 256, 256, 60, OptionalDouble.of(40), 1e12);
        Measured otherSize = new Measured("unet", 4, 512, 512, 60, OptionalDouble.empty(), 1e12);

        List<BenchRow> rows = bench(slice(), baseline(GPU, 16, unet, otherSize)).run(engines);

        assertThat(rows)
                .filteredOn(row -> row.torch().isPresent())
                .singleElement()
                .satisfies(row -> {
                    assertThat(row.component()).isEqualTo("unet");
                    assertThat(row.timesEager()).hasValue(3);
                    assertThat(row.timesCompiled()).hasValue(2);
                });
    }

    @Test
    void anEngineThatMixesSamplesUpIsFarOff() {
        List<BenchRow> rows =
                bench(slice().with(EngineBenchTest::firstSampleEverywhere)).run(engines);

        assertThat(rows)
                .filteredOn(row -> row.batch() == 1)
                .allSatisfy(row -> assertThat(row.error().within()).isTrue());
        assertThat(rows)
                .filteredOn(row -> row.component().equals("unet") && row.batch() > 1)
                .isNotEmpty()
                .allSatisfy(row -> assertThat(row.error().within()).isFalse());
    }

    @Test
    void numbersThatAreNotFiniteAreFarOff() {
        List<BenchRow> rows = bench(slice().with(EngineBenchTest::overflown)).run(engines);

        assertThat(rows)
                .filteredOn(row -> row.component().equals("unet"))
                .allSatisfy(row -> assertThat(row.error().within()).isFalse());
    }

    @Test
    void enginesForAnotherSliceAreRefused() {
        EngineBench wholeCard = bench(slice().called("NVIDIA H100 80GB HBM3", 132));
        EngineBench otherCard = bench(slice().called("NVIDIA A100-SXM4-80GB MIG 1g.10gb", 16));

        assertThatThrownBy(() -> wholeCard.run(engines))
                .isInstanceOf(BenchException.class)
                .hasMessageContaining(
                        "cannot run the engines of " + engines + ": the visible device 'NVIDIA H100 80GB HBM3'")
                .hasMessageContaining("is no 1g.10gb of H100-80GB: the whole card is visible");
        assertThatThrownBy(() -> otherCard.run(engines)).hasMessageContaining("the GPU is an A100-80GB");
    }

    @Test
    void enginesOfAnotherTensorRtAreRefused() {
        assertThatThrownBy(() -> bench(slice().withTensorRt("11.2.1")).run(engines))
                .isInstanceOf(BenchException.class)
                .hasMessageContaining("the engines were built by TensorRT 10.15.1, here is 11.2.1");
    }

    @Test
    void aRepositoryWithoutEnginesIsRefused() {
        assertThatThrownBy(() -> bench(slice()).run(graphs))
                .hasMessageContaining(
                        "holds no engines but onnx models: expected a repository made by 'diffract plan build'");
    }

    @Test
    void aBaselineOfAnotherGpuIsRefused() {
        assertThatThrownBy(() -> bench(slice(), baseline("NVIDIA H200", 132)).run(engines))
                .hasMessage("the baseline of demo was measured on 'NVIDIA H200' (132 multiprocessors), and the visible"
                        + " device is '" + GPU + "' (16): measure both on one device");
    }

    @Test
    void referencesMustBeOfTheSameCheckpoint() {
        EngineBench bench = new EngineBench(slice(), new OnnxReferences(List.of()), List.of(), line -> {});

        assertThatThrownBy(() -> bench.run(engines))
                .hasMessageStartingWith("no --reference was made from the same checkpoint as demo");
    }

    @Test
    void enginesAreNoReference() {
        assertThatThrownBy(() -> new OnnxReferences(List.of(engines)))
                .hasMessageEndingWith("holds tensorrt models: expected one made by 'diffract build --runtime onnx'");
        assertThatThrownBy(() -> new OnnxReferences(List.of(directory)))
                .isInstanceOf(BenchException.class)
                .hasMessageContaining("manifest.json does not exist");
    }

    private static StandInDevice slice() {
        return StandInDevice.slice(new RepositoryPaths(graphs).models());
    }

    private static EngineBench bench(EngineDevice device, Baseline... baselines) {
        return new EngineBench(device, new OnnxReferences(List.of(graphs)), List.of(baselines), line -> {});
    }

    private static Baseline baseline(String gpu, int multiprocessors, Measured... rows) {
        return new Baseline("demo", gpu, multiprocessors, "2.15.0", "0.42.1", List.of(rows));
    }

    private static Tensor firstSampleEverywhere(Tensor batch) {
        if (batch.type() != TensorType.FP16) {
            return batch;
        }
        float[] values = batch.floats();
        int sample = values.length / (int) batch.shape()[0];
        Stream.iterate(sample, start -> start < values.length, start -> start + sample)
                .forEach(start -> System.arraycopy(values, 0, values, start, sample));
        return Tensor.ofFloats(batch.name(), batch.type(), batch.shape(), values);
    }

    private static Tensor overflown(Tensor batch) {
        if (batch.type() != TensorType.FP16) {
            return batch;
        }
        float[] values = batch.floats();
        values[0] = Float.NaN;
        return Tensor.ofFloats(batch.name(), batch.type(), batch.shape(), values);
    }
}
