package dev.diffract.frontend.core.dispatch;

import dev.diffract.frontend.core.inference.FailureKind;
import dev.diffract.frontend.core.inference.InferenceException;
import dev.diffract.frontend.core.inference.NotFiniteException;
import org.jspecify.annotations.Nullable;

/**
 * Failures of one call, as exceptions.
 *
 * @param instance its name
 * @param model the served one's name
 */
record CallFailures(String instance, String model) {

    InferenceException of(FailureKind kind, String sentence, @Nullable Throwable cause) {
        return new InferenceException(kind, instance, model, sentence, cause);
    }

    InferenceException of(NotFiniteException cause) {
        return of(FailureKind.NOT_FINITE, cause.getMessage(), cause);
    }

    InferenceException nonsense(IllegalArgumentException cause) {
        return of(FailureKind.INTERNAL, "the answer makes no sense: " + cause.getMessage(), cause);
    }
}
