package dev.diffract.frontend.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.diffract.frontend.core.dispatch.DispatchSettings;
import dev.diffract.frontend.core.dispatch.Dispatched;
import dev.diffract.frontend.core.dispatch.Dispatcher;
import dev.diffract.frontend.core.dispatch.InstanceStatistics;
import dev.diffract.frontend.core.dispatch.policy.LateBinding;
import dev.diffract.frontend.core.dispatch.policy.Stage;
import dev.diffract.frontend.core.dispatch.policy.Terms;
import dev.diffract.frontend.core.dispatch.policy.Work;
import dev.diffract.frontend.core.fleet.InstanceRegistry;
import dev.diffract.frontend.core.fleet.InstanceState;
import dev.diffract.frontend.core.inference.InferenceCall;
import dev.diffract.frontend.core.inference.InferenceResult;
import dev.diffract.frontend.core.inference.TritonInstance;
import dev.diffract.frontend.core.time.Execution;
import dev.diffract.frontend.core.time.Timer;
import dev.diffract.frontend.metrics.CallMetrics;
import dev.diffract.frontend.testing.FakeModels;
import dev.diffract.frontend.testing.FakeTriton;
import dev.diffract.frontend.testing.TestRepository;
import dev.diffract.frontend.triton.ServerInspector;
import dev.diffract.frontend.triton.SignatureBook;
import dev.diffract.frontend.triton.TritonChannels;
import dev.diffract.frontend.triton.TritonGateway;
import dev.diffract.kserve.ModelInferRequest;
import dev.diffract.kserve.ModelInferResponse;
import dev.diffract.repository.kserve.Tensor;
import dev.diffract.repository.kserve.TensorType;
import io.grpc.stub.StreamObserver;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Slices come and go while there is work: all parts that know of slices, put together as the program does. */
class ChangingFleetIT {

    private final FakeTriton serverA = new FakeTriton(TestRepository.CHECKPOINT);
    private final FakeTriton serverB = new FakeTriton(TestRepository.CHECKPOINT);
    private final TritonInstance a = new TritonInstance("a", serverA.target());
    private final TritonInstance b = new TritonInstance("b", serverB.target());

    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
    private final Timer timer = Timer.of(scheduler, System::nanoTime);
    private final InstanceRegistry registry = new InstanceRegistry(InstantSource.system());
    private final TritonChannels channels = new TritonChannels(List.of());
    private final SignatureBook signatures = new SignatureBook();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final CallMetrics metrics = new CallMetrics(meters);
    private final Poller poller = new Poller(
            new ServerInspector(channels)::look,
            signatures,
            registry,
            () -> ExpectedModels.of(List.of(TestRepository.manifest())),
            new Execution(Runnable::run, timer, InstantSource.system()),
            new Poller.Cadence(Duration.ofMillis(20), Duration.ofSeconds(5)));
    private final LinkedBlockingQueue<Held> held = new LinkedBlockingQueue<>();
    private Dispatcher dispatcher;

    /** A call that a server has and does not answer. */
    private record Held(ModelInferRequest request, StreamObserver<ModelInferResponse> answer) {

        private void answerNow() {
            answer.onNext(FakeModels.answer(request));
            answer.onCompleted();
        }
    }

    @BeforeEach
    void start() {
        registry.observe(channels);
        registry.observe(metrics);
        dispatcher = new Dispatcher(
                registry,
                new TritonGateway(channels, signatures),
                new LateBinding(),
                metrics,
                new Execution(Runnable::run, timer, InstantSource.system()),
                DispatchSettings.DEFAULT);
        poller.start();
        registry.set(List.of(a));
        awaitHealthy(1);
    }

    @AfterEach
    void close() {
        poller.close();
        scheduler.shutdownNow();
        channels.close();
        serverA.close();
        serverB.close();
    }

    @Test
    void aSliceThatComesIsLookedAtAndGetsWork() {
        hold(serverA);
        step();

        registry.set(List.of(a, b));
        awaitHealthy(2);

        assertThat(step().orTimeout(30, TimeUnit.SECONDS).join().instance()).isEqualTo(b);
        assertThat(steps("b")).isEqualTo(1);
    }

    @Test
    void workThatWaitsIsTakenByASliceThatComes() {
        registry.set(List.of());
        registry.set(List.of(b));

        CompletableFuture<Dispatched<InferenceResult>> waiting = step();

        assertThat(waiting.orTimeout(30, TimeUnit.SECONDS).join().instance()).isEqualTo(b);
    }

    @Test
    void workOnASliceThatGoesEndsThereAndThenTheConnectionIsClosed() throws InterruptedException {
        hold(serverA);
        CompletableFuture<Dispatched<InferenceResult>> running = step();
        Held call = held.poll(30, TimeUnit.SECONDS);

        registry.set(List.of(b));
        awaitHealthy(1);
        assertThat(step().orTimeout(30, TimeUnit.SECONDS).join().instance()).isEqualTo(b);
        assertThat(running).isNotDone();
        assertThat(serverA.connections()).isEqualTo(1);

        call.answerNow();

        assertThat(running.orTimeout(30, TimeUnit.SECONDS).join().instance()).isEqualTo(a);
        await().untilAsserted(() -> assertThat(serverA.connections()).isZero());
        assertThat(dispatcher.statistics(a)).isEqualTo(InstanceStatistics.NONE);
        assertThat(signatures.find(a, TestRepository.UNET)).isEmpty();
    }

    @Test
    void workOnASliceThatGoesAndDiesIsDoneElsewhere() throws InterruptedException {
        hold(serverA);
        CompletableFuture<Dispatched<InferenceResult>> running = step();
        held.poll(30, TimeUnit.SECONDS);
        registry.set(List.of(b));
        awaitHealthy(1);

        serverA.kill();

        assertThat(running.orTimeout(30, TimeUnit.SECONDS).join().instance()).isEqualTo(b);
    }

    @Test
    void theSeriesOfASliceGoWithIt() throws InterruptedException {
        registry.set(List.of(a, b));
        awaitHealthy(2);
        assertThat(seriesOf("a")).isPositive();
        hold(serverA);
        hold(serverB);
        CompletableFuture<Dispatched<InferenceResult>> running = step();
        Held call = held.poll(30, TimeUnit.SECONDS);

        registry.set(List.of());
        call.answerNow();

        assertThat(running).succeedsWithin(Duration.ofSeconds(30));
        assertThat(seriesOf("a")).isZero();
        assertThat(seriesOf("b")).isZero();
    }

    @Test
    void aSliceThatIsGoneIsNotLookedAtAnyMore() {
        registry.set(List.of());
        await().untilAsserted(() -> assertThat(serverA.connections()).isZero());

        assertThat(poller.pending()).isEmpty();
        assertThat(registry.snapshots()).isEmpty();
    }

    private void hold(FakeTriton server) {
        server.script((request, answer) -> held.add(new Held(request, answer)));
    }

    private CompletableFuture<Dispatched<InferenceResult>> step() {
        InferenceCall call = new InferenceCall(
                TestRepository.UNET,
                List.of(
                        Tensor.ofFloats("sample", TensorType.FP32, new long[] {1, 4, 4, 4}, new float[64]),
                        Tensor.ofFloats("timestep", TensorType.FP32, new long[] {1, 1}, new float[] {981}),
                        Tensor.ofFloats(
                                "encoder_hidden_states", TensorType.FP32, new long[] {1, 77, 4}, new float[308])),
                List.of("out_sample"));
        Terms terms = Terms.of(InstantSource.system().instant().plusSeconds(60), "a step");
        return dispatcher
                .dispatch(Work.of(call, TestRepository.CHECKPOINT, Stage.STEP, terms), result -> result)
                .result()
                .toCompletableFuture();
    }

    private double steps(String slice) {
        return meters.get("diffract.steps").tag("slice", slice).counter().count();
    }

    private long seriesOf(String slice) {
        return meters.getMeters().stream()
                .filter(meter -> slice.equals(meter.getId().getTag("slice")))
                .count();
    }

    private void awaitHealthy(int count) {
        await().untilAsserted(() -> assertThat(registry.snapshots())
                .hasSize(count)
                .allSatisfy(snapshot -> assertThat(snapshot.state()).isEqualTo(InstanceState.HEALTHY)));
    }
}
