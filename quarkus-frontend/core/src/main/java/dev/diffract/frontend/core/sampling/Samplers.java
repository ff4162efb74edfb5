package dev.diffract.frontend.core.sampling;

import dev.diffract.repository.layout.SchedulerConfig;
import java.util.List;
import java.util.Optional;

/** The samplers by name. */
public final class Samplers {

    private static final List<SamplerFactory> ALL = List.of();

    private Samplers() {}

    /** All samplers, in the order to offer them. */
    public static List<SamplerFactory> all() {
        return ALL;
    }

    /** The sampler of a name or alias, whatever the case. */
    public static Optional<SamplerFactory> find(String name) {
        throw new UnsupportedOperationException();
    }

    /** The sampler of the class that a scheduler's configuration names. */
    public static SamplerFactory defaultFor(SchedulerConfig scheduler) {
        throw new UnsupportedOperationException();
    }
}
