package dev.diffract.frontend.dialect.nativ.problem;

import dev.diffract.frontend.core.generation.GenerationException;
import dev.diffract.frontend.core.request.InvalidRequestException;
import dev.diffract.frontend.dialect.nativ.field.FieldError;
import dev.diffract.frontend.dialect.nativ.field.SentNames;
import dev.diffract.frontend.intake.CallerGoneException;
import dev.diffract.frontend.intake.DrawingsFullException;
import dev.diffract.frontend.intake.IntakeFullException;
import dev.diffract.frontend.service.Ending;
import dev.diffract.frontend.service.FailureText;
import java.util.List;
import java.util.concurrent.CompletionException;

/** The core's failures as problems. */
public final class Problems {

    private Problems() {}

    /** The problem a failure is for the user. What the core does not throw on purpose is a fault of this program. */
    public static ProblemException of(Throwable failure) {
        if (failure instanceof CompletionException && failure.getCause() != null) {
            return of(failure.getCause());
        }
        if (failure instanceof ProblemException problem) {
            return problem;
        }
        if (failure instanceof InvalidRequestException invalid) {
            return of(invalid, new SentNames());
        }
        if (failure instanceof GenerationException generation) {
            return of(generation);
        }
        if (failure instanceof IntakeFullException full) {
            return of(full);
        }
        if (failure instanceof DrawingsFullException full) {
            return ProblemException.passing(
                    ProblemType.MEMORY_FULL,
                    full.getMessage(),
                    Ending.retryAfter(full).orElseThrow());
        }
        if (failure instanceof CallerGoneException gone) {
            return new ProblemException(ProblemType.CANCELLED, gone.getMessage());
        }
        return unforeseen();
    }

    /**
     * A request in which something is wrong.
     *
     * @param names where it stands
     */
    public static ProblemException of(InvalidRequestException invalid, SentNames names) {
        List<FieldError> errors = invalid.faults().stream()
                .map(fault -> FieldError.of(fault, names))
                .toList();
        return Ending.of(invalid) == Ending.MODEL_NOT_FOUND
                ? ProblemException.noSuchModel(errors.get(0).detail())
                : ProblemException.invalid(errors);
    }

    private static ProblemException of(IntakeFullException full) {
        return Ending.of(full)
                .retryAfter()
                .map(wait -> ProblemException.passing(ProblemType.INTAKE_FULL, full.getMessage(), wait))
                .orElseGet(() -> new ProblemException(ProblemType.TOO_LARGE, full.getMessage()));
    }

    private static ProblemException unforeseen() {
        return new ProblemException(
                ProblemType.INTERNAL, "Something unforeseen happened; the log has it under the request's id.");
    }

    private static ProblemException of(GenerationException failure) {
        String sentence = FailureText.forCaller(failure);
        return switch (failure.reason()) {
            case QUEUE_FULL ->
                passing(failure.isForWantOfTime() ? ProblemType.TOO_LATE : ProblemType.QUEUE_FULL, failure);
            case NO_INSTANCE -> passing(ProblemType.NO_SLICE, failure);
            case INSTANCES_FAILED -> new ProblemException(ProblemType.SLICE_FAILED, sentence);
            case NOT_FINITE -> new ProblemException(ProblemType.NOT_FINITE, failure.getMessage());
            case DEADLINE -> new ProblemException(ProblemType.DEADLINE, sentence);
            case CANCELLED -> new ProblemException(ProblemType.CANCELLED, sentence);
            case STOPPED -> passing(ProblemType.STOPPING, failure);
            case INTERNAL -> unforeseen();
        };
    }

    private static ProblemException passing(ProblemType type, GenerationException failure) {
        String sentence = FailureText.forCaller(failure);
        return Ending.retryAfter(failure)
                .map(wait -> ProblemException.passing(type, sentence, wait))
                .orElseGet(() -> new ProblemException(type, sentence));
    }
}
