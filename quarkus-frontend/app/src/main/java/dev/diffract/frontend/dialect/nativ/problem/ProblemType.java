package dev.diffract.frontend.dialect.nativ.problem;

import dev.diffract.frontend.service.Ending;
import java.util.Locale;

/** The kinds of problem documents. */
public enum ProblemType {
    INVALID_REQUEST(400, "The request is invalid"),
    CROSS_SITE(403, "Pages of other sites are not served"),
    NOT_FOUND(404, "There is nothing at this address"),
    MODEL_NOT_FOUND(404, "There is no such model"),
    METHOD_NOT_ALLOWED(405, "The method is not allowed here"),
    NOT_ACCEPTABLE(406, "None of the accepted media types can be given"),
    TOO_SLOW(408, "The request came too slowly"),
    TOO_LARGE(413, "The body is too large"),
    UNSUPPORTED_MEDIA_TYPE(415, "The body's media type is not read here"),
    UNKNOWN_HOST(421, "This server does not go by that name"),
    QUEUE_FULL(429, "Too much waits"),
    TOO_LATE(429, "It would not be done by its deadline"),
    /** A fault of this program; no request is known to lead here. */
    INTERNAL(500, "The frontend has a fault"),
    SLICE_FAILED(502, "The slices failed"),
    /** The same request leads here again. */
    NOT_FINITE(502, "The picture left the range of numbers"),
    INTAKE_FULL(503, "Too many requests are being read"),
    MEMORY_FULL(503, "There is no memory for more pictures now"),
    NO_SLICE(503, "No slice can draw"),
    CANCELLED(503, "The generation was cancelled"),
    STOPPING(503, "The frontend is stopping"),
    DEADLINE(504, "The generation took too long");

    private final int status;
    private final String title;

    ProblemType(int status, String title) {
        this.status = status;
        this.title = title;
    }

    public int status() {
        return status;
    }

    public String title() {
        return title;
    }

    /** How a request ends that is refused with such a document before it became a generation. */
    public Ending ending() {
        return switch (this) {
            case MODEL_NOT_FOUND -> Ending.MODEL_NOT_FOUND;
            case INTAKE_FULL -> Ending.INTAKE_FULL;
            case MEMORY_FULL -> Ending.MEMORY_FULL;
            case INTERNAL -> Ending.INTERNAL;
            case CANCELLED -> Ending.CANCELLED;
            case STOPPING -> Ending.STOPPED;
            default -> Ending.INVALID_REQUEST;
        };
    }

    /** The name that programs may rely on. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The {@code type} member: a name, not an address. */
    public String uri() {
        return "urn:diffract:problem:" + code();
    }
}
