package dev.diffract.frontend.core.dispatch;

import dev.diffract.frontend.core.inference.TritonInstance;
import java.util.Optional;

/**
 * What a call gave, and the instance that gave it.
 *
 * @param engines digest of what computed it, if the work had to be the same to the bit
 */
public record Dispatched<T>(T value, TritonInstance instance, Optional<String> engines) {

    /** Something else that came of the same call. */
    public <S> Dispatched<S> with(S other) {
        return new Dispatched<>(other, instance, engines);
    }
}
