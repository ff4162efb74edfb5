package dev.diffract.frontend.rest.problem;

import dev.diffract.frontend.core.generation.GenerationException;
import dev.diffract.frontend.core.inference.InferenceException;
import dev.diffract.frontend.core.request.InvalidRequestException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;

/** The core's failures as problems. */
public final class Problems {

    /** A place in the queue comes free when a generation ends, which takes seconds. */
    private static final Duration QUEUE_MOVES = Duration.ofSeconds(5);

    /** Slices are looked at every second or so. */
    private static final Duration SLICES_RETURN = Duration.ofSeconds(3);

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
            return ProblemException.invalid(invalid.faults());
        }
        if (failure instanceof GenerationException generation) {
            return of(generation);
        }
        return new ProblemException(
                ProblemType.INTERNAL, "Something unforeseen happened; the log has it under the request's id.");
    }

    private static ProblemException of(GenerationException failure) {
        String sentence = failure.getMessage();
        return switch (failure.reason()) {
            case MODEL_NOT_FOUND -> new ProblemException(ProblemType.MODEL_NOT_FOUND, sentence);
            case QUEUE_FULL -> ProblemException.passing(ProblemType.QUEUE_FULL, sentence, QUEUE_MOVES);
            case NO_INSTANCE -> ProblemException.passing(ProblemType.NO_SLICE, sentence, SLICES_RETURN);
            case INSTANCES_FAILED -> new ProblemException(ProblemType.SLICE_FAILED, sentence + attempts(failure));
            case DEADLINE -> new ProblemException(ProblemType.DEADLINE, sentence);
            case CANCELLED -> new ProblemException(ProblemType.CANCELLED, sentence);
        };
    }

    private static String attempts(GenerationException failure) {
        // A single one is in the sentence already.
        return failure.attempts().size() < 2
                ? ""
                : failure.attempts().stream()
                        .map(Problems::attempt)
                        .collect(Collectors.joining("; ", " Attempts: ", "."));
    }

    private static String attempt(InferenceException attempt) {
        return attempt.getMessage() + " (" + attempt.kind() + ")";
    }
}
