package dev.diffract.frontend.core.fleet;

import dev.diffract.frontend.core.inference.InferenceException;
import dev.diffract.frontend.core.inference.TritonInstance;
import java.util.List;

/** Knows the instances and how they are. */
public interface InstanceDirectory {

    /** The latest snapshot of every instance, in a stable order. */
    List<InstanceSnapshot> snapshots();

    /** A call failed in a way that counts against the instance: it is not healthy until a later poll says so. */
    void reportFailure(TritonInstance instance, InferenceException failure);

    /** It answered a call, be it by a refusal: so something is there, whatever looks at it found. Called for every answer, and returns at once. */
    void reportAnswer(TritonInstance instance);

    /** Tells a listener of every instance there is, as if it came now, and from then on of every change. */
    void observe(FleetListener listener);
}
