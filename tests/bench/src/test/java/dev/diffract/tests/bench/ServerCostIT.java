package dev.diffract.tests.bench;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtException;
import com.google.protobuf.ByteString;
import com.sun.management.OperatingSystemMXBean;
import dev.diffract.kserve.GRPCInferenceServiceGrpc;
import dev.diffract.kserve.GRPCInferenceServiceGrpc.GRPCInferenceServiceBlockingStub;
import dev.diffract.kserve.ModelInferRequest;
import dev.diffract.tests.harness.BuiltRepository;
import dev.diffract.tests.harness.EmbeddedServer;
import dev.diffract.tests.harness.Figures;
import dev.diffract.tests.harness.Figures.Baseline;
import dev.diffract.tests.harness.Programs;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import java.lang.management.ManagementFactory;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/**
 * Measures and reports what steps of the demo model cost the embedded server, of one thread, beside a loop of ONNX Runtime that makes the same ones
 * without a server; how fast decides no test, but both must compute the same to the bit.
 */
@TestInstance(Lifecycle.PER_CLASS)
class ServerCostIT {

    private static final int THREADS = 1;
    private static final int ROWS_OF_A_PICTURE = 2;
    private static final int PICTURES = 8;

    /** As the demo model's configuration says. */
    private static final int LARGEST_BATCH = 8;

    /** Of calls that take a server no time, so that all of its own has run often enough to be compiled; then of steps. */
    private static final Duration WARM_OF_SMALL = Duration.ofSeconds(45);

    private static final Duration WARM = Duration.ofSeconds(10);
    private static final Duration ROUND = Duration.ofSeconds(3);
    private static final int ROUNDS = 7;

    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final Figures figures = new Figures("bench");
    private EmbeddedServer server;
    private ManagedChannel channel;
    private String model;
    private Path graph;

    @BeforeAll
    void start(@TempDir Path directory) {
        Path repository = BuiltRepository.of(directory, Programs.demoModel(), directory.resolve("repository"));
        model = BuiltRepository.name(repository, "unet");
        graph = BuiltRepository.file(repository, "unet", "1/model.onnx");
        server = EmbeddedServer.start("slice", repository, directory, "--threads", Integer.toString(THREADS));
        channel = ManagedChannelBuilder.forAddress("127.0.0.1", server.grpcPort())
                .usePlaintext()
                .directExecutor()
                .build();
        warm(BuiltRepository.name(repository, "image_post"));
    }

    private void warm(String quick) {
        ModelInferRequest pixels = ModelInferRequest.newBuilder()
                .setModelName(quick)
                .addInputs(DemoInputs.input("sample", 1, 3, 8, 8))
                .addRawInputContents(DemoInputs.packed(new float[3 * 8 * 8]))
                .build();
        GRPCInferenceServiceBlockingStub stub = GRPCInferenceServiceGrpc.newBlockingStub(channel);
        long end = System.nanoTime() + WARM_OF_SMALL.toNanos();
        while (System.nanoTime() < end) {
            assertThat(stub.modelInfer(pixels).getModelName()).isEqualTo(quick);
        }
    }

    @AfterAll
    void stop() {
        channel.shutdownNow();
        server.close();
        figures.report();
    }

    @Test
    void stepsOfOnePictureAreHeldAgainstALoop() throws OrtException {
        double[] alone = new double[ROUNDS];
        double[] ratios = ratios(new DemoInputs(ROWS_OF_A_PICTURE), new DemoInputs(ROWS_OF_A_PICTURE), alone);
        figures.add("server.one-picture.cpu", median(ratios), "of-an-onnx-runtime-loop", "<=", 1.1, of(alone));
    }

    /** As the frontend sends them: calls as large as the server takes them. The loop draws one picture after the other. */
    @Test
    void stepsOfEightPicturesAreHeldAgainstALoop() throws OrtException {
        double[] alone = new double[ROUNDS];
        double[] ratios = ratios(new DemoInputs(LARGEST_BATCH), new DemoInputs(ROWS_OF_A_PICTURE), alone);
        figures.add("server.eight-pictures.cpu", median(ratios), "of-an-onnx-runtime-loop", "<=", 1.0, of(alone));
    }

    /** The same, of a loop that makes batches of the same size. */
    @Test
    void stepsOfEightPicturesAreHeldAgainstALoopOfTheSameBatches() throws OrtException {
        double[] alone = new double[ROUNDS];
        double[] ratios = ratios(new DemoInputs(LARGEST_BATCH), new DemoInputs(LARGEST_BATCH), alone);
        figures.add(
                "server.eight-pictures.cpu-in-the-same-batches",
                median(ratios),
                "of-an-onnx-runtime-loop",
                "<=",
                1.1,
                of(alone));
    }

    private double[] ratios(DemoInputs served, DemoInputs looped, double[] alone) throws OrtException {
        double[] ratios = new double[ROUNDS];
        try (DenoisingGraph session = new DenoisingGraph(graph, looped, THREADS)) {
            Steps ofServer = new ServerSteps(served);
            Steps ofLoop = session::step;
            if (served.equals(looped)) {
                assertThat(ofServer.next(served.sample())).isEqualTo(ofLoop.next(looped.sample()));
            }
            LongSupplier serverCpu = () -> server.program()
                    .handle()
                    .info()
                    .totalCpuDuration()
                    .orElseThrow()
                    .toNanos();
            cpu(ofServer, served, WARM, serverCpu);
            cpu(ofLoop, looped, WARM, PROCESS::getProcessCpuTime);
            for (int round = 0; round < ROUNDS; round++) {
                alone[round] = cpu(ofLoop, looped, ROUND, PROCESS::getProcessCpuTime);
                ratios[round] = cpu(ofServer, served, ROUND, serverCpu) / alone[round];
            }
        }
        return ratios;
    }

    /** Microseconds of a picture's step. */
    private static double cpu(Steps steps, DemoInputs inputs, Duration time, LongSupplier clock) throws OrtException {
        float[] latents = inputs.sample();
        long before = clock.getAsLong();
        long end = System.nanoTime() + time.toNanos();
        long rows = 0;
        while (System.nanoTime() < end) {
            steps.next(latents);
            rows += inputs.rows();
        }
        return (clock.getAsLong() - before) / 1e3 * ROWS_OF_A_PICTURE / rows;
    }

    private static Optional<Baseline> of(double[] alone) {
        return Optional.of(new Baseline("microseconds-of-cpu", median(alone)));
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    /** Whoever makes one step after the other. */
    private interface Steps {
        /** @return the noise in the latents, row by row */
        float[] next(float[] latents) throws OrtException;
    }

    private final class ServerSteps implements Steps {

        private final GRPCInferenceServiceBlockingStub stub = GRPCInferenceServiceGrpc.newBlockingStub(channel);
        private final ModelInferRequest.Builder request;

        ServerSteps(DemoInputs inputs) {
            request = inputs.request(model, ByteString.EMPTY);
        }

        @Override
        public float[] next(float[] latents) {
            request.setRawInputContents(0, DemoInputs.packed(latents));
            float[] noise = new float[latents.length];
            stub.modelInfer(request.build())
                    .getRawOutputContents(0)
                    .asReadOnlyByteBuffer()
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer()
                    .get(noise);
            return noise;
        }
    }
}
