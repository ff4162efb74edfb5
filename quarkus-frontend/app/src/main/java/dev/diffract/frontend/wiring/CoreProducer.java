package dev.diffract.frontend.wiring;

import dev.diffract.frontend.config.DiffractConfig;
import dev.diffract.frontend.core.admission.Admission;
import dev.diffract.frontend.core.admission.Bounds;
import dev.diffract.frontend.core.admission.Places;
import dev.diffract.frontend.core.dispatch.Capacity;
import dev.diffract.frontend.core.dispatch.DispatchListener;
import dev.diffract.frontend.core.dispatch.DispatchSettings;
import dev.diffract.frontend.core.dispatch.Dispatcher;
import dev.diffract.frontend.core.dispatch.policy.LateBinding;
import dev.diffract.frontend.core.fleet.InstanceRegistry;
import dev.diffract.frontend.core.generation.GenerateImages;
import dev.diffract.frontend.core.generation.GenerationSettings;
import dev.diffract.frontend.core.generation.GenerationTools;
import dev.diffract.frontend.core.generation.JobStore;
import dev.diffract.frontend.core.generation.MemoryJobStore;
import dev.diffract.frontend.core.generation.PictureFiles;
import dev.diffract.frontend.core.inference.InferenceGateway;
import dev.diffract.frontend.core.model.LiveCatalog;
import dev.diffract.frontend.core.model.ModelCatalog;
import dev.diffract.frontend.core.model.ModelDefinition;
import dev.diffract.frontend.core.request.GenerationLimits;
import dev.diffract.frontend.core.time.Execution;
import dev.diffract.frontend.http.Grace;
import dev.diffract.frontend.metrics.CallMetrics;
import dev.diffract.frontend.metrics.FailedCalls;
import dev.diffract.frontend.service.Pictures;
import dev.diffract.repository.layout.Manifest;
import dev.diffract.repository.pipeline.ModelRole;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Builds the core's objects, which know nothing of injection. */
@Dependent
class CoreProducer {

    /** Random seeds are from 0 to here, exclusive: what other tools can show and take. */
    private static final long SEEDS = 1L << 32;

    @Produces
    @Singleton
    LiveCatalog catalog(DiffractConfig config) {
        return new LiveCatalog(Repositories.read(config.repositories().orElse(List.of())));
    }

    @Produces
    @Singleton
    Workers workers() {
        return new Workers();
    }

    void close(@Disposes Workers workers) {
        workers.close();
    }

    @Produces
    @Singleton
    Admission admission(DiffractConfig config, ModelCatalog catalog, InstanceRegistry registry) {
        Admission admission = new Admission(Places.of(1), bounds(config.generation()), InstantSource.system());
        Supplier<Map<String, Set<String>>> unets = () -> catalog.checkpoints().stream()
                .collect(Collectors.groupingBy(
                        ModelDefinition::name,
                        Collectors.flatMapping(
                                model -> model.manifest().find(ModelRole.UNET).map(Manifest.ServedModel::name).stream(),
                                Collectors.toSet())));
        registry.observe(
                new Capacity(unets, config.generation().maxActive().orElse(Integer.MAX_VALUE), admission::allow));
        return admission;
    }

    /** Of one caller wait half of all at most, unless it is said: no address takes all places. */
    static Bounds bounds(DiffractConfig.Generation config) {
        int queued = config.maxQueued();
        return new Bounds(
                queued,
                config.maxQueuedPerCaller().orElse(queued - queued / 2),
                CallerWeights.of(config.weights().orElse(List.of())),
                OffPeakWindows.of(config.offPeak().orElse(List.of())),
                config.maxQueuedTime());
    }

    @Produces
    @Singleton
    Grace grace(DiffractConfig config) {
        return new Grace(config.shutdown().grace());
    }

    @Produces
    @Singleton
    JobStore jobs(ModelCatalog catalog) {
        return new MemoryJobStore(catalog);
    }

    @Produces
    @Singleton
    Dispatcher dispatcher(
            DiffractConfig config,
            InstanceRegistry registry,
            InferenceGateway gateway,
            MeterRegistry meters,
            Workers workers) {
        DispatchSettings settings = new DispatchSettings(
                config.call().deadline(),
                config.call().attempts(),
                DispatchSettings.DEFAULT.recoveryGrace(),
                DispatchSettings.DEFAULT.overloadBackoff());
        CallMetrics metrics = new CallMetrics(meters);
        FailedCalls failures = new FailedCalls();
        registry.observe(metrics);
        registry.observe(failures);
        return new Dispatcher(
                registry,
                gateway,
                new LateBinding(config.call().order()),
                DispatchListener.of(metrics, failures),
                new Execution(workers.compute(), workers.timer(), InstantSource.system()),
                settings);
    }

    @Produces
    @Singleton
    GenerationLimits limits(DiffractConfig config) {
        return GenerationLimits.DEFAULT
                .withMaxCount(config.generation().maxCount())
                .withMaxSeconds(Math.max(1, config.generation().deadline().toSeconds()));
    }

    @Produces
    @Singleton
    GenerationSettings settings(DiffractConfig config, GenerationLimits limits) {
        return new GenerationSettings(limits, config.generation().deadline());
    }

    @Produces
    @Singleton
    GenerateImages generateImages(
            GenerationSettings settings,
            ModelCatalog catalog,
            Dispatcher dispatcher,
            Admission admission,
            JobStore jobs,
            Pictures pictures,
            Workers workers) {
        return new GenerateImages(
                catalog,
                () -> ThreadLocalRandom.current().nextLong(SEEDS),
                new GenerationTools(
                        dispatcher,
                        workers.compute(),
                        new PictureFiles(pictures, workers.files()),
                        admission,
                        jobs,
                        InstantSource.system(),
                        workers.timer()),
                settings);
    }
}
