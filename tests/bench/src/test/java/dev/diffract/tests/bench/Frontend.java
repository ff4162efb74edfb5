package dev.diffract.tests.bench;

import dev.diffract.frontend.core.admission.Admission;
import dev.diffract.frontend.core.admission.Bounds;
import dev.diffract.frontend.core.admission.Places;
import dev.diffract.frontend.core.dispatch.DispatchListener;
import dev.diffract.frontend.core.dispatch.DispatchSettings;
import dev.diffract.frontend.core.dispatch.Dispatcher;
import dev.diffract.frontend.core.dispatch.EndedCall;
import dev.diffract.frontend.core.dispatch.policy.Caller;
import dev.diffract.frontend.core.dispatch.policy.LateBinding;
import dev.diffract.frontend.core.fleet.InstanceRegistry;
import dev.diffract.frontend.core.fleet.InstanceSnapshot;
import dev.diffract.frontend.core.fleet.InstanceState;
import dev.diffract.frontend.core.generation.GenerateImages;
import dev.diffract.frontend.core.generation.GenerationResult;
import dev.diffract.frontend.core.generation.GenerationSettings;
import dev.diffract.frontend.core.generation.GenerationTools;
import dev.diffract.frontend.core.generation.MemoryJobStore;
import dev.diffract.frontend.core.generation.PictureFile;
import dev.diffract.frontend.core.generation.PictureFiles;
import dev.diffract.frontend.core.generation.ProgressListener;
import dev.diffract.frontend.core.generation.RunningGeneration;
import dev.diffract.frontend.core.inference.InferenceException;
import dev.diffract.frontend.core.inference.TritonInstance;
import dev.diffract.frontend.core.model.ModelDefinition;
import dev.diffract.frontend.core.plan.FileFormat;
import dev.diffract.frontend.core.request.GenerationLimits;
import dev.diffract.frontend.core.request.GenerationRequest;
import dev.diffract.frontend.core.time.Execution;
import dev.diffract.frontend.core.time.Timer;
import dev.diffract.frontend.core.trace.Span;
import dev.diffract.frontend.discovery.ExpectedModels;
import dev.diffract.frontend.discovery.Poller;
import dev.diffract.frontend.metrics.CallMetrics;
import dev.diffract.frontend.triton.ServerInspector;
import dev.diffract.frontend.triton.SignatureBook;
import dev.diffract.frontend.triton.TritonChannels;
import dev.diffract.frontend.triton.TritonGateway;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/** All of the frontend between its REST interface and a slice, wired as in the program, with its meters and its looks at slices; pictures' files are left empty. */
final class Frontend implements AutoCloseable {

    /** As the program looks at slices by default. */
    private static final Poller.Cadence LOOKS = new Poller.Cadence(Duration.ofSeconds(1), Duration.ofSeconds(5));

    private static final Duration FIRST_LOOKS = Duration.ofMinutes(1);

    private final TritonChannels channels;
    private final Poller looks;

    private final MeterRegistry meters = meters();

    private final ExecutorService compute =
            Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    private final ExecutorService files =
            Executors.newFixedThreadPool(Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
    private final ScheduledExecutorService timer = Timer.executor(Thread::new);
    private final GenerateImages generateImages;
    private final AtomicLong started = new AtomicLong();
    private final Set<RunningGeneration> drawn = ConcurrentHashMap.newKeySet();

    Frontend(String target, int maxActive) {
        this(List.of(target), maxActive);
    }

    /**
     * @param targets of one slice each
     */
    Frontend(List<String> targets, int maxActive) {
        ModelDefinition model = StableDiffusion.model();
        List<TritonInstance> instances = IntStream.range(0, targets.size())
                .mapToObj(i -> new TritonInstance("null-" + i, targets.get(i)))
                .toList();
        SignatureBook signatures = new SignatureBook();
        channels = new TritonChannels(LOOKS.interval());
        InstantSource clock = InstantSource.system();
        InstanceRegistry registry = new InstanceRegistry(clock);
        registry.set(instances);
        registry.observe(channels);
        Timer timed = Timer.of(timer, System::nanoTime);
        Execution execution = new Execution(compute, timed, clock);
        CallMetrics metrics = new CallMetrics(meters);
        registry.observe(metrics);
        Dispatcher dispatcher = new Dispatcher(
                registry,
                new TritonGateway(channels, signatures),
                new LateBinding(),
                DispatchListener.of(metrics, new Failures()),
                execution,
                DispatchSettings.DEFAULT);
        looks = new Poller(
                new ServerInspector(channels)::look,
                signatures,
                registry,
                () -> ExpectedModels.of(List.of(model.manifest())),
                execution,
                LOOKS);
        looks.start();
        requireAllWell(registry);
        generateImages = new GenerateImages(
                () -> List.of(model),
                () -> 1,
                new GenerationTools(
                        dispatcher,
                        compute,
                        new PictureFiles(
                                (plan, index, engines, picture) -> new PictureFile(FileFormat.PNG, new byte[0], ""),
                                files),
                        new Admission(Places.of(maxActive), Bounds.of(10_000), clock),
                        new MemoryJobStore(() -> List.of(model)),
                        clock,
                        timed),
                new GenerationSettings(GenerationLimits.DEFAULT, Duration.ofMinutes(10)));
    }

    /** As the program has it: what is counted goes through a registry of registries to the one that Prometheus reads, which is the extension's. */
    @SuppressWarnings("deprecation")
    private static MeterRegistry meters() {
        return new CompositeMeterRegistry(Clock.SYSTEM, List.of(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT)));
    }

    /** Waits for the first look at each slice. */
    private void requireAllWell(InstanceRegistry registry) {
        long end = System.nanoTime() + FIRST_LOOKS.toNanos();
        while (!looks.pending().isEmpty() && System.nanoTime() < end) {
            LockSupport.parkNanos(1_000_000);
        }
        List<InstanceSnapshot> ill = registry.snapshots().stream()
                .filter(snapshot -> snapshot.state() != InstanceState.HEALTHY)
                .toList();
        if (!ill.isEmpty()) {
            close();
            throw new IllegalStateException("slices that are not well: " + ill);
        }
    }

    /** One picture of 512 × 512 with guidance. */
    CompletableFuture<GenerationResult> draw(long steps, ProgressListener listener) {
        GenerationRequest request = GenerationRequest.builder()
                .prompt("a cat")
                .negativePrompt("a dog")
                .steps(steps)
                .sampler("Euler")
                .count(1L)
                .build();
        RunningGeneration running = generateImages.start(
                "g" + started.incrementAndGet(), Caller.ANYBODY, generateImages.plan(request), listener, Span.NONE);
        drawn.add(running);
        CompletableFuture<GenerationResult> result = running.result().toCompletableFuture();
        result.whenComplete((done, failure) -> drawn.remove(running));
        return result;
    }

    /** What is still drawn is taken back first: its calls would fail with their connections. */
    @Override
    public void close() {
        drawn.forEach(RunningGeneration::cancel);
        looks.close();
        channels.close();
        timer.shutdownNow();
        files.shutdownNow();
        compute.shutdownNow();
        meters.close();
    }

    /** No call fails here; one that does leaves nothing to measure. */
    private static final class Failures implements DispatchListener {
        @Override
        public void failed(TritonInstance instance, EndedCall call, InferenceException failure) {
            System.out.println("a call failed, so these figures are of no use: " + failure.getMessage());
        }
    }
}
