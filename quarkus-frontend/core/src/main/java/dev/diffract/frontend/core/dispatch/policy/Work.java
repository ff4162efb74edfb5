package dev.diffract.frontend.core.dispatch.policy;

import dev.diffract.frontend.core.inference.CallShape;
import dev.diffract.frontend.core.inference.InferenceCall;
import dev.diffract.repository.kserve.Tensor;
import java.util.Optional;

/**
 * A call to be made on some instance. Calls are pure functions of their inputs, so making one again does no harm.
 *
 * @param checkpoint what the instance must serve
 * @param shape of the call: work of equal shapes and checkpoints can go as one call
 * @param cost of its own rows
 * @param exact if its answer has to be the same to the bit every time
 */
public record Work(
        InferenceCall call,
        String checkpoint,
        Stage stage,
        CallShape shape,
        Cost cost,
        Terms terms,
        Optional<Exact> exact) {

    /** The shape and the cost are the call's. */
    public static Work of(InferenceCall call, String checkpoint, Stage stage, Terms terms) {
        return new Work(call, checkpoint, stage, CallShape.of(call), cost(call), terms, Optional.empty());
    }

    /** The same, whose answer has to be the same to the bit every time. */
    public Work exactly(Exact conditions) {
        return new Work(call, checkpoint, stage, shape, cost, terms, Optional.of(conditions));
    }

    /** Name of the served model it calls. */
    public String model() {
        return call.model();
    }

    private static Cost cost(InferenceCall call) {
        if (call.inputs().isEmpty()) {
            return new Cost(1, 0);
        }
        Tensor first = call.inputs().get(0);
        return new Cost(call.rows(), first.elementCount() / Math.max(1, call.rows()));
    }
}
