package dev.diffract.frontend.dialect.admin;

import dev.diffract.frontend.service.FleetException.Reason;
import java.util.Locale;

/** The kinds of problems that operators are told. */
enum ProblemKind {
    INVALID_REQUEST(400, "The request is invalid"),
    BROWSER(403, "Browsers are not served"),
    NOT_FOUND(404, "There is nothing at this address"),
    UNKNOWN_SLICE(404, "There is no such slice"),
    UNKNOWN_REPOSITORY(404, "There is no such repository"),
    METHOD_NOT_ALLOWED(405, "The method is not allowed here"),
    LAST_SLICE(409, "Nobody else could draw"),
    FIXED_SLICES(409, "The slices are read at the start only"),
    UNSUPPORTED_MEDIA_TYPE(415, "The media type is not read here"),
    WRONG_SLICES(422, "The list of slices is wrong"),
    SWITCHING(409, "A model is being switched"),
    NOT_SWITCHED(409, "There is nothing to go back to"),
    WRONG_REPOSITORY(422, "The repository cannot be switched to"),
    INTERNAL(500, "The frontend has a fault"),
    UNAVAILABLE(503, "Nothing is answered now");

    private final int status;
    private final String title;

    ProblemKind(int status, String title) {
        this.status = status;
        this.title = title;
    }

    int status() {
        return status;
    }

    static ProblemKind of(Reason reason) {
        return switch (reason) {
            case UNKNOWN_SLICE -> UNKNOWN_SLICE;
            case LAST_SLICE -> LAST_SLICE;
            case FIXED_SLICES -> FIXED_SLICES;
            case WRONG_SLICES -> WRONG_SLICES;
            case UNKNOWN_REPOSITORY -> UNKNOWN_REPOSITORY;
            case WRONG_REPOSITORY -> WRONG_REPOSITORY;
            case SWITCHING -> SWITCHING;
            case NOT_SWITCHED -> NOT_SWITCHED;
        };
    }

    /** The kind of a refusal that comes as a bare status. */
    static ProblemKind of(int status) {
        return switch (status) {
            case 403 -> BROWSER;
            case 404 -> NOT_FOUND;
            case 405 -> METHOD_NOT_ALLOWED;
            case 415 -> UNSUPPORTED_MEDIA_TYPE;
            case 503 -> UNAVAILABLE;
            default -> status >= 500 ? INTERNAL : INVALID_REQUEST;
        };
    }

    AdminProblem document(String detail, String path, String requestId) {
        String code = name().toLowerCase(Locale.ROOT);
        return new AdminProblem("urn:diffract:problem:" + code, title, status, detail, path, code, requestId);
    }
}
