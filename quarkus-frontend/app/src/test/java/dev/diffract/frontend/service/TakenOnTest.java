package dev.diffract.frontend.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.core.FakeGateway;
import dev.diffract.frontend.core.HandClock;
import dev.diffract.frontend.core.TestModels;
import dev.diffract.frontend.core.admission.Admission;
import dev.diffract.frontend.core.admission.Bounds;
import dev.diffract.frontend.core.admission.Places;
import dev.diffract.frontend.core.dispatch.DispatchListener;
import dev.diffract.frontend.core.dispatch.DispatchSettings;
import dev.diffract.frontend.core.dispatch.Dispatcher;
import dev.diffract.frontend.core.dispatch.policy.Caller;
import dev.diffract.frontend.core.dispatch.policy.LateBinding;
import dev.diffract.frontend.core.fleet.InstanceRegistry;
import dev.diffract.frontend.core.fleet.InstanceSnapshot;
import dev.diffract.frontend.core.generation.GenerateImages;
import dev.diffract.frontend.core.generation.GenerationSettings;
import dev.diffract.frontend.core.generation.GenerationTools;
import dev.diffract.frontend.core.generation.Job;
import dev.diffract.frontend.core.generation.MemoryJobStore;
import dev.diffract.frontend.core.generation.PictureFile;
import dev.diffract.frontend.core.generation.PictureFiles;
import dev.diffract.frontend.core.inference.TritonInstance;
import dev.diffract.frontend.core.model.ModelCatalog;
import dev.diffract.frontend.core.picture.WrittenPictures;
import dev.diffract.frontend.core.plan.FileFormat;
import dev.diffract.frontend.core.plan.GenerationPlan;
import dev.diffract.frontend.core.request.GenerationLimits;
import dev.diffract.frontend.core.time.Execution;
import dev.diffract.frontend.metrics.RequestMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the store has when the program begins is drawn and counted, as far as there are places. */
class TakenOnTest {

    private static final TritonInstance A = new TritonInstance("a", "host:1");
    private static final ModelCatalog CATALOG = () -> List.of(TestModels.judged());

    private final HandClock clock = new HandClock();
    private final FakeGateway gateway = new FakeGateway();
    private final MemoryJobStore jobs = new MemoryJobStore(CATALOG);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @Test
    void everyJobIsDrawnAndCounted() {
        accept(3);
        service(new Admission(Places.of(1), Bounds.of(0), InstantSource.system()))
                .takeOn();
        assertThat(ended()).isEqualTo(3);
        assertThat(jobs.claimNext()).isEmpty();
    }

    @Test
    void whatThereIsNoPlaceForIsLeft() {
        accept(3);
        Admission admission = new Admission(Places.of(1), Bounds.of(0), InstantSource.system());
        gateway.script(A, FakeGateway.HANG);
        service(admission).takeOn();
        assertThat(admission.active()).isEqualTo(1);
        assertThat(ended()).isZero();
        assertThat(jobs.claimNext().orElseThrow().job().id()).isEqualTo("job 1");
        assertThat(jobs.claimNext().orElseThrow().job().id()).isEqualTo("job 2");
        assertThat(jobs.claimNext()).isEmpty();
    }

    private void accept(int count) {
        List<GenerationPlan> plans = IntStream.iterate(0, seed -> seed + 1)
                .mapToObj(seed -> WrittenPictures.random(new Random(seed)))
                .filter(plan -> !plan.reproducible().exact()) // the instances here do not tell how they round
                .limit(count)
                .toList();
        for (int i = 0; i < count; i++) {
            jobs.accept(new Job(
                    "job " + i,
                    Caller.ANYBODY,
                    0,
                    plans.get(i),
                    clock.instant(),
                    clock.instant().plusSeconds(60)));
        }
    }

    private double ended() {
        return meters.get("diffract.requests").tag("outcome", "ok").counter().count();
    }

    private GenerationService service(Admission admission) {
        InstanceRegistry registry = new InstanceRegistry(clock);
        registry.set(List.of(A));
        registry.publish(
                InstanceSnapshot.healthy(A, TestModels.served()),
                clock.instant().plusNanos(1));
        Dispatcher dispatcher = new Dispatcher(
                registry,
                gateway,
                new LateBinding(),
                DispatchListener.NONE,
                new Execution(Runnable::run, clock, clock),
                DispatchSettings.DEFAULT);
        GenerateImages generateImages = new GenerateImages(
                CATALOG,
                () -> 5,
                new GenerationTools(
                        dispatcher,
                        Runnable::run,
                        new PictureFiles(
                                (plan, index, engines, picture) ->
                                        new PictureFile(FileFormat.PNG, picture.values(), ""),
                                Runnable::run),
                        admission,
                        jobs,
                        clock,
                        clock),
                new GenerationSettings(GenerationLimits.DEFAULT, Duration.ofMinutes(5)));
        return new GenerationService(generateImages, registry, new RequestMetrics(meters));
    }
}
