package dev.diffract.frontend.core.port;

import dev.diffract.frontend.core.dispatch.InstanceSnapshot;
import dev.diffract.frontend.core.dispatch.TritonInstance;
import dev.diffract.frontend.core.failure.InferenceException;
import java.util.List;

/** Knows the instances and how they are. */
public interface InstanceDirectory {

    /** The latest snapshot of every instance, in a stable order. */
    List<InstanceSnapshot> snapshots();

    /** A call failed in a way that counts against the instance: it is not healthy until a later poll says so. */
    void reportFailure(TritonInstance instance, InferenceException failure);
}
