package dev.diffract.frontend.core.dispatch;

import dev.diffract.frontend.core.inference.InferenceException;
import dev.diffract.frontend.core.inference.TritonInstance;
import java.util.List;

/**
 * Work that a call did not do.
 *
 * @param suspicion of the instance, which all work in the call shares
 */
record Undone(PendingCall<?> call, InferenceException failure, Suspicion suspicion) {

    /** One more of a call. */
    static Undone of(PendingCall<?> call, InferenceException failure, Suspicion suspicion) {
        suspicion.undone(failure.kind());
        return new Undone(call, failure, suspicion);
    }

    /** All of a call. */
    static List<Undone> all(List<PendingCall<?>> calls, InferenceException failure, TritonInstance instance) {
        Suspicion suspicion = new Suspicion(instance);
        return calls.stream().map(call -> of(call, failure, suspicion)).toList();
    }
}
