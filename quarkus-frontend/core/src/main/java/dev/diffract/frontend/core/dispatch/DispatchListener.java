package dev.diffract.frontend.core.dispatch;

import dev.diffract.frontend.core.inference.FailureKind;
import dev.diffract.frontend.core.inference.TritonInstance;
import dev.diffract.repository.pipeline.ModelRole;
import java.time.Duration;

/** Is told of every call the dispatcher makes; for metrics. Must return at once and not throw. */
public interface DispatchListener {

    /** Hears nothing. */
    DispatchListener NONE = new DispatchListener() {};

    default void succeeded(TritonInstance instance, ModelRole role, Duration took) {}

    default void failed(TritonInstance instance, ModelRole role, FailureKind kind) {}

    /** A failed call is about to be made again. */
    default void retried(ModelRole role) {}
}
