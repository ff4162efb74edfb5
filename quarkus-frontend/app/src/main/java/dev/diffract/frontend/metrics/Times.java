package dev.diffract.frontend.metrics;

import dev.diffract.repository.layout.ServedName;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Arrays;

/**
 * Timers with buckets, of which a monitor computes quantiles over all frontends: each two to five times the one before, as far as an answer of
 * that kind may take. Few of them, because each is a series, and of steps one for every slice.
 */
final class Times {

    private static final Duration[] OF_STEPS = millis(5, 10, 20, 50, 100, 300, 1_000, 5_000);

    /** Also of those that are not answered, which may take until their deadline. */
    private static final Duration[] OF_STEPS_ANYWHERE =
            millis(5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 60_000);

    private static final Duration[] OF_CALLS = millis(1, 5, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 60_000);
    private static final Duration[] OF_GENERATIONS =
            millis(100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 30_000, 60_000, 120_000, 300_000);

    static Timer ofSteps(MeterRegistry registry, String name, String description, String... tags) {
        return timer(registry, OF_STEPS, name, description, Tags.of(tags));
    }

    /** Not of one slice. */
    static Timer ofStepsAnywhere(MeterRegistry registry, String name, String description, String... tags) {
        return timer(registry, OF_STEPS_ANYWHERE, name, description, Tags.of(tags));
    }

    static Timer ofCalls(MeterRegistry registry, String name, String description, String... tags) {
        return timer(registry, OF_CALLS, name, description, Tags.of(tags));
    }

    static Timer ofGenerations(MeterRegistry registry, String name, String description, Tags tags) {
        return timer(registry, OF_GENERATIONS, name, description, tags);
    }

    /**
     * What a served model is labelled by: its model's name, as users say it, so that its checkpoints are one series, however often it is
     * switched. A name of an earlier builder's form is taken as it is.
     */
    static String label(String served) {
        return ServedName.parse(served).map(ServedName::model).orElse(served);
    }

    private static Timer timer(MeterRegistry registry, Duration[] buckets, String name, String description, Tags tags) {
        return Timer.builder(name)
                .description(description)
                .tags(tags)
                .serviceLevelObjectives(buckets)
                .register(registry);
    }

    private static Duration[] millis(long... all) {
        return Arrays.stream(all).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
    }

    private Times() {}
}
