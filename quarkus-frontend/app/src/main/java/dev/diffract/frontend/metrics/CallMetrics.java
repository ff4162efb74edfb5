package dev.diffract.frontend.metrics;

import dev.diffract.frontend.core.dispatch.DispatchListener;
import dev.diffract.frontend.core.inference.FailureKind;
import dev.diffract.frontend.core.inference.TritonInstance;
import dev.diffract.repository.pipeline.ModelRole;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Counts the dispatcher's calls: steps and their time by slice, failures by slice and kind, retries. */
public final class CallMetrics implements DispatchListener {

    private static final String SLICE = "slice";

    private final MeterRegistry registry;
    private final Counter retries;

    /**
     * @param instances all of them, so that every series is there from the start
     */
    public CallMetrics(MeterRegistry registry, List<TritonInstance> instances) {
        this.registry = registry;
        this.retries = Counter.builder("diffract.retries")
                .description("Calls made again after a failure")
                .register(registry);
        instances.forEach(instance -> {
            steps(instance);
            stepTime(instance);
        });
    }

    @Override
    public void succeeded(TritonInstance instance, ModelRole role, Duration took) {
        if (role == ModelRole.UNET) {
            steps(instance).increment();
            stepTime(instance).record(took);
        }
    }

    @Override
    public void failed(TritonInstance instance, ModelRole role, FailureKind kind) {
        Counter.builder("diffract.call.failures")
                .description("Calls to slices that failed, by kind")
                .tag(SLICE, instance.name())
                .tag("kind", kind.name().toLowerCase(Locale.ROOT))
                .register(registry)
                .increment();
    }

    @Override
    public void retried(ModelRole role) {
        retries.increment();
    }

    private Counter steps(TritonInstance instance) {
        return Counter.builder("diffract.steps")
                .description("Denoising steps done")
                .tag(SLICE, instance.name())
                .register(registry);
    }

    private Timer stepTime(TritonInstance instance) {
        return Timer.builder("diffract.step")
                .description("Time of a denoising step, from call to answer")
                .tag(SLICE, instance.name())
                .register(registry);
    }
}
