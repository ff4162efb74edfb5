package dev.diffract.builder.build.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diffract.builder.build.assemble.BuildException;
import dev.diffract.builder.build.engine.CompiledEngine;
import dev.diffract.builder.build.engine.EngineJob;
import dev.diffract.builder.build.engine.Toolchain;
import dev.diffract.builder.nvidia.tensorrt.Dims;
import dev.diffract.builder.nvidia.tensorrt.EngineHeader;
import dev.diffract.builder.nvidia.tensorrt.ShapeProfile;
import dev.diffract.builder.nvidia.tensorrt.ShapeRange;
import dev.diffract.builder.nvidia.tensorrt.TensorRt;
import dev.diffract.repository.layout.EngineRecord.Measurement;
import dev.diffract.tests.tensorrt.FakeCuda;
import dev.diffract.tests.tensorrt.FakeTensorRt;
import dev.diffract.tests.tensorrt.Graphs;
import dev.diffract.tests.tensorrt.NativeBuild;
import dev.diffract.tests.tensorrt.RealTensorRt;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An engine job through the child process: TensorRT's stand-in builds it, and its engine runs on the driver's. */
class EngineWorkerIT {

    private static final ShapeRange RANGE = new ShapeRange(Dims.of(1, 4), Dims.of(2, 4), Dims.of(8, 4));

    private static final List<EngineJob.Run> RUNS =
            List.of(new EngineJob.Run(0, 1, 64, 64), new EngineJob.Run(0, 2, 64, 64), new EngineJob.Run(0, 8, 64, 64));

    private static FakeCuda fakeCuda;
    private static FakeTensorRt fake;
    private static TensorRt tensorRt;
    private static Path cuda;

    @TempDir
    private Path folder;

    @BeforeAll
    static void compileTheStandIns() throws IOException {
        fakeCuda = FakeCuda.install();
        fakeCuda.startsWell();
        cuda = NativeBuild.directory("cuda");
        fake = FakeTensorRt.compile();
        tensorRt = fake.load();
    }

    @Test
    void anEngineIsBuiltInAProcessOfItsOwn() throws IOException {
        List<String> progress = new CopyOnWriteArrayList<>();

        CompiledEngine engine = compiler()
                .compile(
                        job("Relu", List.of()), (phase, done, total) -> progress.add(phase + " " + done + "/" + total));

        assertThat(EngineHeader.read(folder.resolve("model.plan")).builtBy()).isPresent();
        assertThat(engine.activationBytes()).isEqualTo(4L << 30);
        assertThat(progress).isNotEmpty();
        assertThat(folder.resolve("timing.cache")).isNotEmptyFile();
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("Relu.onnx", "model.plan", "timing.cache");
    }

    @Test
    void anEngineIsRunAtEveryBatchAndGivesBackWhatItTook() throws IOException {
        compiler().compile(job("Relu", List.of()), (phase, done, total) -> {});
        fake.reset();
        fake.wish("output", "served");

        CompiledEngine engine = EngineMeter.measure(tensorRt, job("Relu", RUNS));

        assertThat(engine.measurements()).extracting(Measurement::batch).containsExactly(1, 2, 8);
        assertThat(engine.measurements()).allSatisfy(measured -> {
            assertThat(measured.millis()).isNotNegative();
            // Input and output, four numbers of four bytes per sample.
            assertThat(measured.bytes()).isEqualTo(measured.batch() * 2L * 4 * 4);
        });
        assertThat(fake.calls()).contains("context.setInputShape x 8x4");
        assertThat(fake.calls().stream().filter("context.enqueueV3 on a stream"::equals))
                .hasSize(3 * (3 + 11));
        assertThat(fakeCuda.held()).isZero();
    }

    @Test
    void aGraphThatCannotBeParsedIsASentenceOfItsModel() throws IOException {
        EngineJob job = job("NoSuchOperator", List.of());

        assertThatThrownBy(() -> compiler().compile(job, (phase, done, total) -> {}))
                .isInstanceOf(BuildException.class)
                .hasMessageStartingWith("engine of unet: ")
                .hasMessageContaining("NoSuchOperator");
        assertThat(folder.resolve("model.plan")).doesNotExist();
    }

    private static ChildJvmCompiler compiler() {
        Toolchain toolchain = new Toolchain(RealTensorRt.either("10.15.1", "11.2.1"), "13.0", Optional.empty());
        return new ChildJvmCompiler(toolchain, tensorRt.library().getParent(), List.of("-Djna.library.path=" + cuda));
    }

    private EngineJob job(String operator, List<EngineJob.Run> runs) throws IOException {
        return new EngineJob(
                "unet",
                new EngineJob.Files(
                        Graphs.withOperator(operator, folder),
                        folder.resolve("model.plan"),
                        folder.resolve("timing.cache")),
                List.of(new ShapeProfile(Map.of("x", RANGE))),
                1L << 30,
                3,
                runs);
    }
}
