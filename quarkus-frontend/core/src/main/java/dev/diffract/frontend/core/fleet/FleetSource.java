package dev.diffract.frontend.core.fleet;

import dev.diffract.frontend.core.inference.TritonInstance;
import java.util.List;
import java.util.function.Consumer;

/** Where it is known which instances there are: a configuration, a name service, a cluster. */
@FunctionalInterface
public interface FleetSource {

    /**
     * Hands over all instances there are, now and whenever there are others.
     *
     * @param fleet takes them, in the order users should see them
     */
    void follow(Consumer<List<TritonInstance>> fleet);
}
