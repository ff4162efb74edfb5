package dev.diffract.frontend.discovery;

import static io.grpc.stub.ServerCalls.asyncUnaryCall;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.diffract.frontend.core.fleet.FleetListener;
import dev.diffract.frontend.core.fleet.InstanceRegistry;
import dev.diffract.frontend.core.fleet.InstanceState;
import dev.diffract.frontend.core.fleet.ServerCounts;
import dev.diffract.frontend.core.inference.TritonInstance;
import dev.diffract.frontend.core.time.Execution;
import dev.diffract.frontend.core.time.Timer;
import dev.diffract.frontend.testing.TestRepository;
import dev.diffract.frontend.triton.ServerInspector;
import dev.diffract.frontend.triton.SignatureBook;
import dev.diffract.frontend.triton.TritonChannels;
import dev.diffract.kserve.GRPCInferenceServiceGrpc;
import dev.diffract.kserve.InferBatchStatistics;
import dev.diffract.kserve.InferStatistics;
import dev.diffract.kserve.ModelStatistics;
import dev.diffract.kserve.ModelStatisticsRequest;
import dev.diffract.kserve.ModelStatisticsResponse;
import dev.diffract.kserve.RepositoryIndexRequest;
import dev.diffract.kserve.RepositoryIndexResponse;
import dev.diffract.kserve.ServerReadyRequest;
import dev.diffract.kserve.ServerReadyResponse;
import dev.diffract.kserve.StatisticDuration;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** With each look a server's statistics of all its models are read as one, and whoever observes the fleet is told. */
class CountedServersIT {

    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
    private final InstanceRegistry registry = new InstanceRegistry(InstantSource.system());
    private volatile Optional<ModelStatisticsResponse> statistics = Optional.empty();
    private volatile Optional<Optional<ServerCounts>> told = Optional.empty();
    private Server server;
    private TritonChannels channels;

    @BeforeEach
    void oneSlice() throws IOException {
        server = ServerBuilder.forPort(0).addService(service()).build().start();
        TritonInstance instance = new TritonInstance("a", "localhost:" + server.getPort());
        channels = new TritonChannels(List.of(instance));
        registry.set(List.of(instance));
        registry.observe(new FleetListener() {
            @Override
            public void counted(TritonInstance of, Optional<ServerCounts> counts, Instant now) {
                told = Optional.of(counts);
            }
        });
    }

    @AfterEach
    void close() {
        scheduler.shutdownNow();
        channels.close();
        server.shutdownNow();
    }

    @Test
    void allModelsAreAddedUp() {
        statistics = Optional.of(ModelStatisticsResponse.newBuilder()
                .addModelStats(ModelStatistics.newBuilder()
                        .setExecutionCount(99) // which counts those that failed, too
                        .setInferenceStats(InferStatistics.newBuilder()
                                .setQueue(time(7, 500))
                                .setComputeInfer(time(7, 9999))) // of each request
                        .addBatchStats(batch(1, 3, 10, 100, 1))
                        .addBatchStats(batch(4, 1, 20, 400, 2)))
                .addModelStats(ModelStatistics.newBuilder()
                        .setInferenceStats(InferStatistics.newBuilder().setQueue(time(2, 30)))
                        .addBatchStats(batch(1, 2, 0, 50, 0)))
                .build());
        look();
        await().untilAsserted(() -> assertThat(told)
                .hasValue(Optional.of(new ServerCounts(6, Duration.ofNanos(583), 9, Duration.ofNanos(530)))));
    }

    /** Some are started so that they answer no such question. */
    @Test
    void aServerThatDoesNotTellIsAsGood() {
        look();
        await().untilAsserted(() -> assertThat(told).hasValue(Optional.empty()));
        assertThat(registry.snapshots().get(0).state()).isEqualTo(InstanceState.MISMATCHED);
    }

    @Test
    void ofOneThatIsGoneNothingIsTold() {
        statistics = Optional.of(ModelStatisticsResponse.getDefaultInstance());
        look();
        await().untilAsserted(() ->
                assertThat(told).hasValue(Optional.of(new ServerCounts(0, Duration.ZERO, 0, Duration.ZERO))));
        server.shutdownNow();
        await().untilAsserted(() -> assertThat(told).hasValue(Optional.empty()));
    }

    private void look() {
        new Poller(
                        new ServerInspector(channels)::look,
                        new SignatureBook(),
                        registry,
                        () -> ExpectedModels.of(List.of(TestRepository.manifest())),
                        new Execution(Runnable::run, Timer.of(scheduler, System::nanoTime), InstantSource.system()),
                        new Poller.Cadence(Duration.ofMillis(20), Duration.ofSeconds(5)))
                .start();
    }

    private static InferBatchStatistics batch(int size, int count, long input, long infer, long output) {
        return InferBatchStatistics.newBuilder()
                .setBatchSize(size)
                .setComputeInput(time(count, input))
                .setComputeInfer(time(count, infer))
                .setComputeOutput(time(count, output))
                .build();
    }

    private static StatisticDuration time(long count, long nanos) {
        return StatisticDuration.newBuilder().setCount(count).setNs(nanos).build();
    }

    /** Ready, and without models. */
    private ServerServiceDefinition service() {
        return ServerServiceDefinition.builder(
                        GRPCInferenceServiceGrpc.getServiceDescriptor().getName())
                .addMethod(
                        GRPCInferenceServiceGrpc.getServerReadyMethod(),
                        asyncUnaryCall((ServerReadyRequest request, StreamObserver<ServerReadyResponse> answer) -> {
                            answer.onNext(ServerReadyResponse.newBuilder()
                                    .setReady(true)
                                    .build());
                            answer.onCompleted();
                        }))
                .addMethod(
                        GRPCInferenceServiceGrpc.getRepositoryIndexMethod(),
                        asyncUnaryCall(
                                (RepositoryIndexRequest request, StreamObserver<RepositoryIndexResponse> answer) -> {
                                    answer.onNext(RepositoryIndexResponse.getDefaultInstance());
                                    answer.onCompleted();
                                }))
                .addMethod(
                        GRPCInferenceServiceGrpc.getModelStatisticsMethod(),
                        asyncUnaryCall(
                                (ModelStatisticsRequest request, StreamObserver<ModelStatisticsResponse> answer) ->
                                        statistics.ifPresentOrElse(
                                                all -> {
                                                    answer.onNext(all);
                                                    answer.onCompleted();
                                                },
                                                () -> answer.onError(Status.UNAVAILABLE
                                                        .withDescription("This protocol is restricted")
                                                        .asRuntimeException()))))
                .build();
    }
}
