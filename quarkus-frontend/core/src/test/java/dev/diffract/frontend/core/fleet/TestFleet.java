package dev.diffract.frontend.core.fleet;

import dev.diffract.frontend.core.inference.TritonInstance;
import java.time.InstantSource;
import java.util.List;

/** Registries that have instances from the beginning. */
public final class TestFleet {

    private TestFleet() {}

    /** Each instance is pending until published. */
    public static InstanceRegistry of(List<TritonInstance> instances, InstantSource clock) {
        InstanceRegistry registry = new InstanceRegistry(clock);
        registry.set(instances);
        return registry;
    }
}
