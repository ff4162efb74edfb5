package dev.diffract.frontend.dialect.nativ.problem;

import dev.diffract.frontend.core.request.Field;
import dev.diffract.frontend.dialect.nativ.field.FieldError;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A request ends with a problem document. The message is its detail: one sentence, without prompts. */
public final class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ProblemType type;
    private final transient List<FieldError> errors;
    private final Duration retryAfter;

    public ProblemException(ProblemType type, String detail) {
        this(type, detail, List.of(), null);
    }

    private ProblemException(ProblemType type, String detail, List<FieldError> errors, Duration retryAfter) {
        super(detail);
        this.type = type;
        this.errors = List.copyOf(errors);
        this.retryAfter = retryAfter;
    }

    /** A request with wrong fields. */
    public static ProblemException invalid(List<FieldError> errors) {
        String detail = errors.size() == 1 ? "One field is wrong." : errors.size() + " fields are wrong.";
        return new ProblemException(ProblemType.INVALID_REQUEST, detail, errors, null);
    }

    /** A request in which nothing is wrong but the model's name. */
    public static ProblemException noSuchModel(String detail) {
        return new ProblemException(
                ProblemType.MODEL_NOT_FOUND, detail, List.of(FieldError.at(Field.MODEL, detail)), null);
    }

    /** A problem that may be gone after a while. */
    public static ProblemException passing(ProblemType type, String detail, Duration retryAfter) {
        return new ProblemException(type, detail, List.of(), retryAfter);
    }

    public ProblemType type() {
        return type;
    }

    public List<FieldError> errors() {
        return errors;
    }

    /** When it makes sense to try again; whole seconds. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
