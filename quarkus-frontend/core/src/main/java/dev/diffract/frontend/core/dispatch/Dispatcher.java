package dev.diffract.frontend.core.dispatch;

import dev.diffract.frontend.core.port.DispatchListener;
import dev.diffract.frontend.core.port.InferenceGateway;
import dev.diffract.frontend.core.port.InstanceDirectory;
import dev.diffract.frontend.core.port.Timer;
import java.time.InstantSource;

/** Chooses an instance for every call. */
public final class Dispatcher {

    public Dispatcher(
            InstanceDirectory directory,
            InferenceGateway gateway,
            DispatchListener listener,
            Timer timer,
            InstantSource clock,
            DispatchSettings settings) {}

    /** What was seen of an instance so far. */
    public InstanceStatistics statistics(TritonInstance instance) {
        throw new UnsupportedOperationException();
    }
}
