package dev.diffract.frontend.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.diffract.frontend.core.fleet.InstanceRegistry;
import dev.diffract.frontend.core.fleet.InstanceSnapshot;
import dev.diffract.frontend.core.fleet.InstanceState;
import dev.diffract.frontend.core.fleet.ServedModel;
import dev.diffract.frontend.core.inference.TritonInstance;
import dev.diffract.frontend.core.time.Execution;
import dev.diffract.frontend.core.time.Timer;
import dev.diffract.frontend.testing.FakeTriton;
import dev.diffract.frontend.testing.TestRepository;
import dev.diffract.frontend.triton.ServerInspector;
import dev.diffract.frontend.triton.SignatureBook;
import dev.diffract.frontend.triton.TritonChannels;
import dev.diffract.repository.layout.EngineMemory;
import dev.diffract.repository.layout.Manifest;
import dev.diffract.repository.layout.MeasuredCalls;
import dev.diffract.repository.pipeline.ModelRole;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PollerIT {

    private static final String OTHER = "sha256:aaaaaaaaaaaabbbb";

    private final FakeTriton server = new FakeTriton(TestRepository.CHECKPOINT);
    private final TritonInstance instance = new TritonInstance("a", server.target());
    private final TritonChannels channels = new TritonChannels(List.of(instance));
    private final SignatureBook signatures = new SignatureBook();
    private final InstanceRegistry registry = new InstanceRegistry(InstantSource.system());
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();

    @BeforeEach
    void oneSlice() {
        registry.set(List.of(instance));
    }

    @AfterEach
    void close() {
        scheduler.shutdownNow();
        channels.close();
        server.close();
    }

    @Test
    void isPendingUntilTheFirstLookEnds() {
        Poller poller = poller(TestRepository.manifest());

        assertThat(snapshot().state()).isEqualTo(InstanceState.PENDING);
        assertThat(poller.pending()).containsExactly(instance);

        poller.start();

        await().untilAsserted(() -> assertThat(poller.pending()).isEmpty());
        assertThat(snapshot().state()).isEqualTo(InstanceState.HEALTHY);
    }

    @Test
    void aHealthyInstanceHasModelsAndSignatures() {
        poller(TestRepository.manifest()).start();

        awaitState(InstanceState.HEALTHY);

        assertThat(snapshot().canDraw(TestRepository.manifest())).isTrue();
        assertThat(snapshot().models())
                .containsEntry(
                        TestRepository.UNET,
                        new ServedModel(
                                TestRepository.CHECKPOINT,
                                8,
                                FakeTriton.ENGINE,
                                Optional.of("sha256:" + FakeTriton.ENGINE + " 1 threads")));
        assertThat(snapshot().models())
                .containsEntry(
                        TestRepository.name(ModelRole.DECODE_IMAGE),
                        new ServedModel(
                                TestRepository.CHECKPOINT,
                                1,
                                FakeTriton.ENGINE,
                                Optional.of("sha256:" + FakeTriton.ENGINE + " 1 threads")));
        assertThat(signatures.find(instance, TestRepository.UNET)).isPresent();
    }

    @Test
    void whatItsEnginesTookIsBelievedIfItCanBeRead() {
        server.tells(Map.of(Manifest.MEASURED_PARAMETER, "1x16384=12.5"));
        poller(TestRepository.manifest()).start();
        awaitState(InstanceState.HEALTHY);
        assertThat(snapshot().measured(TestRepository.UNET).calls())
                .containsExactly(new MeasuredCalls.Call(1, 16384, 12.5));

        server.tells(Map.of(Manifest.MEASURED_PARAMETER, "soon"));
        await().untilAsserted(() ->
                assertThat(snapshot().measured(TestRepository.UNET).calls()).isEmpty());
        assertThat(snapshot().state()).isEqualTo(InstanceState.HEALTHY);
    }

    @Test
    void whatItsEnginesTakeIsBelievedIfItCanBeRead() {
        server.tells(Map.of(Manifest.MEMORY_PARAMETER, "takes=1 of=2 gpu=A30 profile=1g.6gb"));
        poller(TestRepository.manifest()).start();
        awaitState(InstanceState.HEALTHY);
        assertThat(snapshot().models().get(TestRepository.UNET).memory())
                .contains(new EngineMemory(1, 2, "A30", "1g.6gb"));

        server.tells(Map.of(Manifest.MEMORY_PARAMETER, "little"));
        await().untilAsserted(() -> assertThat(
                        snapshot().models().get(TestRepository.UNET).memory())
                .isEmpty());
        assertThat(snapshot().state()).isEqualTo(InstanceState.HEALTHY);
    }

    @Test
    void aDeadServerIsUnknownAndRecoversWhenItIsBack() {
        poller(TestRepository.manifest()).start();
        awaitState(InstanceState.HEALTHY);

        server.kill();
        awaitState(InstanceState.UNKNOWN);
        assertThat(snapshot().reason()).contains("Nothing listens at the server's address.");
        assertThat(snapshot().isLostFor(TestRepository.manifest())).isTrue();

        server.start();
        awaitState(InstanceState.HEALTHY);
    }

    @Test
    void aServerThatIsLoadingIsUnhealthyAndSaysWhatItWaitsFor() {
        server.ready(false);

        poller(TestRepository.manifest()).start();

        awaitState(InstanceState.UNHEALTHY);
        assertThat(snapshot().reason())
                .contains("The server is not ready: tiny-11111111.decode_image (LOADING), tiny-11111111.text_encoder"
                        + " (LOADING), tiny-11111111.unet (LOADING), tiny-11111111.vae_encoder (LOADING).");
    }

    @Test
    void anotherCheckpointIsAMismatchThatNamesBoth() {
        server.checkpoint(OTHER);

        poller(TestRepository.manifest()).start();

        awaitState(InstanceState.MISMATCHED);
        assertThat(snapshot().reason())
                .contains("The server's model tiny-11111111.decode_image is of checkpoint aaaaaaaaaaaa, the repository"
                        + " here is of checkpoint 111111111111.");
    }

    @Test
    void aServerThatIsReplacedByAnotherCheckpointIsNoticed() {
        poller(TestRepository.manifest()).start();
        awaitState(InstanceState.HEALTHY);

        server.checkpoint(OTHER);

        awaitState(InstanceState.MISMATCHED);
    }

    @Test
    void aServerWhoseModelsWereReplacedIsAMismatchThatNamesBoth() {
        poller(TestRepository.manifest()).start();
        awaitState(InstanceState.HEALTHY);

        server.swap(OTHER);

        awaitState(InstanceState.MISMATCHED);
        assertThat(snapshot().reason())
                .contains("The server's model tiny is of checkpoint aaaaaaaa, the repository here is of checkpoint"
                        + " 11111111.");
    }

    @Test
    void repositoriesOfEarlierBuildersMayShareNamesOfServedModels() {
        server.swap(OTHER);
        server.bareNames();
        Manifest first = TestRepository.unproven(TestRepository.manifest());
        Manifest second = TestRepository.unproven(TestRepository.manifest("second", OTHER));

        poller(first, second).start();

        awaitState(InstanceState.HEALTHY);
        assertThat(snapshot().canDraw(first)).isFalse();
        assertThat(snapshot().canDraw(second)).isTrue();
    }

    private Poller poller(Manifest... manifests) {
        return new Poller(
                new ServerInspector(channels)::look,
                signatures,
                registry,
                () -> ExpectedModels.of(List.of(manifests)),
                new Execution(Runnable::run, Timer.of(scheduler, System::nanoTime), InstantSource.system()),
                new Poller.Cadence(Duration.ofMillis(20), Duration.ofSeconds(5)));
    }

    private InstanceSnapshot snapshot() {
        return registry.snapshots().get(0);
    }

    private void awaitState(InstanceState state) {
        await().untilAsserted(() -> assertThat(snapshot().state()).isEqualTo(state));
    }
}
