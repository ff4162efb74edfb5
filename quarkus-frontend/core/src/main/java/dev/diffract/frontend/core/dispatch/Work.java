package dev.diffract.frontend.core.dispatch;

import dev.diffract.frontend.core.inference.InferenceCall;
import dev.diffract.repository.pipeline.ModelRole;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/**
 * A call to be made on some instance. Calls are pure functions of their inputs, so making one again does no harm.
 *
 * @param checkpoint what the instance must serve
 * @param role of the model called
 * @param deadline when the caller loses interest
 * @param label what users see the instance do
 * @param cancelled asked before every attempt
 */
public record Work(
        String checkpoint,
        ModelRole role,
        InferenceCall call,
        Instant deadline,
        String label,
        BooleanSupplier cancelled) {}
