package dev.diffract.frontend.wiring;

import dev.diffract.frontend.config.SliceTarget;
import dev.diffract.frontend.core.inference.TritonInstance;
import java.util.List;

/**
 * The servers of the configuration.
 *
 * @param instances in the order of the configuration
 */
record Slices(List<TritonInstance> instances) {

    Slices {
        instances = List.copyOf(instances);
    }

    static Slices of(List<SliceTarget> targets) {
        return new Slices(targets.stream()
                .map(target -> new TritonInstance(target.name(), target.address()))
                .toList());
    }
}
