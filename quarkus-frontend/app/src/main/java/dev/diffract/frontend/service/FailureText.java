package dev.diffract.frontend.service;

import dev.diffract.frontend.core.generation.GenerationException;
import dev.diffract.frontend.core.inference.InferenceException;
import java.util.stream.Collectors;

/** What a generation's failure says in one line; never a prompt. The log hears all, callers no slice and no server's words. */
public final class FailureText {

    private FailureText() {}

    /** The sentence, and the attempts behind it if there are several: a single one is in most sentences already. */
    public static String of(GenerationException failure) {
        boolean told = failure.reason() != GenerationException.Reason.NOT_FINITE;
        return failure.attempts().size() < (told ? 2 : 1)
                ? failure.getMessage()
                : failure.getMessage()
                        + failure.attempts().stream()
                                .map(FailureText::attempt)
                                .collect(Collectors.joining("; ", " Attempts: ", "."));
    }

    /** What the caller may know: how it ended, and what finds the rest in the log. */
    public static String forCaller(GenerationException failure) {
        return failure.reason() == GenerationException.Reason.INSTANCES_FAILED
                ? "The slices failed at it; the log has more under the request's id."
                : failure.getMessage();
    }

    private static String attempt(InferenceException attempt) {
        return attempt.getMessage() + " (" + attempt.kind() + ")";
    }
}
