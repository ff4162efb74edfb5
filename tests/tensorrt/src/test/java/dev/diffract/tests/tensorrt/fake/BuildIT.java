package dev.diffract.tests.tensorrt.fake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.jna.Memory;
import dev.diffract.builder.nvidia.tensorrt.BuiltEngine;
import dev.diffract.builder.nvidia.tensorrt.Dims;
import dev.diffract.builder.nvidia.tensorrt.EngineBuild;
import dev.diffract.builder.nvidia.tensorrt.EngineHeader;
import dev.diffract.builder.nvidia.tensorrt.ShapeProfile;
import dev.diffract.builder.nvidia.tensorrt.ShapeRange;
import dev.diffract.builder.nvidia.tensorrt.TensorRt;
import dev.diffract.builder.nvidia.tensorrt.TensorRtException;
import dev.diffract.builder.nvidia.tensorrt.TensorRtException.Reason;
import dev.diffract.builder.nvidia.tensorrt.TimingCache;
import dev.diffract.builder.nvidia.tensorrt.abi.NativeSide;
import dev.diffract.builder.nvidia.tensorrt.abi.StreamWriter;
import dev.diffract.tests.tensorrt.FakeCuda;
import dev.diffract.tests.tensorrt.FakeTensorRt;
import dev.diffract.tests.tensorrt.Graphs;
import dev.diffract.tests.tensorrt.RealTensorRt;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A build from the ONNX file to the engine file, every call of ours arriving where the major has its method. */
class BuildIT {

    private static final ShapeProfile PROFILE =
            new ShapeProfile(Map.of("x", new ShapeRange(Dims.of(1, 4), Dims.of(2, 4), Dims.of(8, 4))));

    private static FakeCuda cuda;
    private static FakeTensorRt fake;
    private static TensorRt tensorRt;

    @TempDir
    private Path folder;

    private final Events events = new Events();

    @BeforeAll
    static void load() throws IOException {
        cuda = FakeCuda.install();
        fake = FakeTensorRt.compile();
        tensorRt = fake.load();
    }

    @BeforeEach
    void reset() {
        fake.reset();
        cuda.startsWell();
    }

    @Test
    void writesAnEngineFileAndMakesTheCallsOfItsMajor() throws IOException {
        BuiltEngine built = tensorRt.build(request()
                .withWorkspaceBytes(3L << 30)
                .withOptimizationLevel(2)
                .withTimingCache(new TimingCache("times".getBytes(StandardCharsets.UTF_8))));

        assertThat(fake.calls())
                .containsExactly(
                        RealTensorRt.either(
                                "createInferBuilder 101501", "createInferBuilder 110201 ILogger 1.0 in language 0"),
                        "builder.setErrorRecorder IErrorRecorder 1.0 in language 0",
                        RealTensorRt.either("builder.createNetworkV2 2", "builder.createNetworkV2 0"),
                        "network.addInput x type 0 -1x4",
                        "network.addActivation 0",
                        "network.markOutput y",
                        "profile.setDimensions x 0 1x4",
                        "profile.setDimensions x 1 2x4",
                        "profile.setDimensions x 2 8x4",
                        "config.setMemoryPoolLimit 0 " + (3L << 30),
                        "config.setBuilderOptimizationLevel 2",
                        "config.createTimingCache 5 bytes given",
                        "config.setTimingCache matching",
                        "build of 1 inputs, IProgressMonitor 1.0 in language 0, IStreamWriter 1.0 in language 0",
                        "built",
                        "delete host memory",
                        "delete timing cache",
                        "delete config",
                        "delete network",
                        "delete builder");
        assertThat(built.file()).exists().hasSize(built.bytes());
        assertThat(EngineHeader.read(built.file()).builtBy()).contains(tensorRt.version());
        assertThat(built.file()).content(StandardCharsets.ISO_8859_1).endsWith("profile x 1x4 2x4 8x4\n");
        assertThat(built.timingCache().bytes()).asString().isEqualTo("times+measured");
        assertThat(built.warnings()).contains("a warning while building");
    }

    @Test
    void progressArrivesFromThreadsOfTheLibrary() throws IOException {
        tensorRt.build(request().withListener(events));

        assertThat(events.all())
                .startsWith(
                        "start Building Engine of 2",
                        "start Timing Graph Nodes of 2 in Building Engine",
                        "step 0 of Timing Graph Nodes",
                        "step 1 of Timing Graph Nodes",
                        "finish Timing Graph Nodes",
                        "step 0 of Building Engine")
                .endsWith("step 1 of Building Engine", "finish Building Engine");
        assertThat(events.threads())
                .isNotEmpty()
                .allMatch(Thread::isDaemon)
                .allMatch(thread -> thread.getName().startsWith("tensorrt-callback"));
    }

    @Test
    void aListenerCancels() throws IOException {
        EngineBuild request = request().withListener(events.cancellingAfter(3));

        refused(request, Reason.CANCELLED).hasMessage("the build of " + request.engine() + " was cancelled.");

        assertThat(fake.calls()).contains("cancelled").endsWith("delete builder");
        assertThat(events.all()).endsWith("finish Building Engine");
        onlyTheGraphIsLeft();
    }

    @Test
    void aListenerThatThrowsCancels() throws IOException {
        refused(request().withListener(events.throwingAtStep()), Reason.CANCELLED)
                .hasMessageContaining("as its progress could not be shown: ")
                .hasRootCauseMessage("no terminal");
        assertThat(fake.calls()).endsWith("delete builder");
    }

    @Test
    void aFailedBuildSaysTensorRtsWords() throws IOException {
        fake.wish("build", "fail");
        EngineBuild request = request().withWorkspaceBytes(512L << 20);

        refused(request, Reason.BUILD)
                .hasMessage(
                        "TensorRT found no engine for " + request.onnx() + " within a workspace of 512 MiB. TensorRT"
                                + " says: Could not find any implementation for node conv_in")
                .satisfies(e -> assertThat(((TensorRtException) e).words())
                        .contains("a warning while building", "Could not find any implementation for node conv_in"));
        onlyTheGraphIsLeft();
    }

    @Test
    void aTimingCacheOfAnotherDeviceIsLeftOut() throws IOException {
        for (String refusal : List.of("other device", "unreadable")) {
            fake.reset();
            fake.wish("cache", refusal);

            BuiltEngine built =
                    tensorRt.build(request().withTimingCache(new TimingCache("old".getBytes(StandardCharsets.UTF_8))));

            assertThat(built.timingCache().bytes()).asString().isEqualTo("+measured");
            assertThat(built.warnings()).anyMatch(warning -> warning.startsWith("the timing cache was not taken"));
        }
    }

    @Test
    void missingKernelsAreNamedWithTheFileToFetch() throws IOException {
        fake.wish(
                "builder",
                "createInferBuilder: Error Code 6: API Usage Error (Unable to load library:"
                        + " libnvinfer_builder_resource_sm90.so.10.15.1: cannot open shared object file)");

        refused(request(), Reason.BUILDER_RESOURCE_MISSING)
                .hasMessageStartingWith(
                        "TensorRT " + tensorRt.version() + " lacks its kernels for Fake H100 MIG 1g.10gb (compute"
                                + " capability 9.0): put"
                                + " libnvinfer_builder_resource_sm90.so.10.15.1, from a"
                                + " TensorRT package of exactly this version, into "
                                + tensorRt.library().getParent() + ". TensorRT says: createInferBuilder: Error Code 6");
    }

    @Test
    void aDriverThatIsTooOldIsNamedWithItsCuda() throws IOException {
        fake.wish("builder", "CUDA initialization failure with error: 35. Please check your CUDA installation");

        refused(request(), Reason.DRIVER_TOO_OLD)
                .hasMessageStartingWith("the NVIDIA driver of this machine runs CUDA up to 13.1, and TensorRT "
                        + tensorRt.version() + " of this build needs a newer one");
    }

    @Test
    void anyOtherRefusalIsPassedOn() throws IOException {
        fake.wish("builder", "something new");

        refused(request(), Reason.BUILD)
                .hasMessage("TensorRT " + tensorRt.version()
                        + " did not make a builder on Fake H100 MIG 1g.10gb. TensorRT" + " says: something new");
    }

    @Test
    void anObjectThatAnswersOtherwiseThanItsMajorIsLeftAlone() throws IOException {
        fake.wish("logger", "another");

        refused(request(), Reason.UNSUPPORTED_VERSION).hasMessageContaining("so calling it further is not safe");
        assertThat(fake.calls()).endsWith("delete builder");
    }

    @Test
    void aGpuThatIsNotVisibleIsSaidBeforeTensorRtIsAsked() throws IOException {
        cuda.starts(100, 0);

        refused(request(), Reason.NO_GPU)
                .hasMessageStartingWith("no GPU: the NVIDIA driver is there, but shows this process no device");
        assertThat(fake.calls()).isEmpty();
    }

    @Test
    void aShapeThatDoesNotFitTheGraphIsRefused() throws IOException {
        Dims five = Dims.of(1, 5);
        ShapeProfile profile = new ShapeProfile(Map.of("x", new ShapeRange(five, five, five)));
        EngineBuild request = request().withProfiles(List.of(profile));

        refused(request, Reason.GRAPH).hasMessageEndingWith("but the input has 4 at dimension 1 (-1x4).");
    }

    @Test
    void anEngineFileThatCannotBeWrittenIsSaid() throws IOException {
        EngineBuild request = EngineBuild.of(Graphs.withOperator("Relu", folder), folder.resolve("missing/model.plan"))
                .withProfiles(List.of(PROFILE));

        refused(request, Reason.FILE)
                .hasMessage("the engine file " + request.engine() + " cannot be written: there is no such directory.");
    }

    @Test
    void aMissingGraphIsSaid() {
        refused(EngineBuild.of(folder.resolve("none.onnx"), folder.resolve("model.plan")), Reason.FILE)
                .hasMessage("there is no readable ONNX file " + folder.resolve("none.onnx") + ".");
    }

    /** More than an array or a buffer holds. */
    @Test
    void piecesBeyondTwoGibibytesAreTaken() {
        long bytes = (2L << 30) + 12_345;
        AtomicLong taken = new AtomicLong();
        StreamWriter writer = new StreamWriter(piece -> taken.addAndGet(piece.remaining()));
        try (Memory untouched = new Memory(bytes)) {
            assertThat(fake.write(NativeSide.of(writer), untouched, bytes)).isEqualTo(bytes);
        }
        assertThat(taken).hasValue(bytes);
    }

    @Test
    void aDiskThatRefusesStopsTheWriter() {
        StreamWriter writer = new StreamWriter(piece -> {
            throw new IOException("No space left on device");
        });
        try (Memory bytes = new Memory(10)) {
            assertThat(fake.write(NativeSide.of(writer), bytes, 10)).isNegative();
        }
        assertThat(writer.failure()).hasValueSatisfying(e -> assertThat(e).hasMessage("No space left on device"));
    }

    private EngineBuild request() throws IOException {
        return EngineBuild.of(Graphs.withOperator("Relu", folder), folder.resolve("model.plan"))
                .withProfiles(List.of(PROFILE));
    }

    private AbstractThrowableAssert<?, ?> refused(EngineBuild request, Reason reason) {
        return assertThatThrownBy(() -> tensorRt.build(request))
                .isInstanceOfSatisfying(
                        TensorRtException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    private void onlyTheGraphIsLeft() {
        assertThat(folder.toFile().list()).containsExactly("Relu.onnx");
    }
}
