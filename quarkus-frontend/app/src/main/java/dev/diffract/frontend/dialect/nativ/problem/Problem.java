package dev.diffract.frontend.dialect.nativ.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.diffract.frontend.dialect.nativ.field.FieldError;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A problem document of RFC 9457 with the extension members {@code code}, {@code request_id} and {@code errors}. */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonPropertyOrder({"type", "title", "status", "detail", "instance", "code", "request_id", "errors"})
@Schema(description = "What went wrong (RFC 9457). It never holds a prompt.")
public record Problem(
        @Schema(description = "Name of the kind of problem", examples = "urn:diffract:problem:invalid_request")
        String type,

        @Schema(description = "The same for every problem of a kind", examples = "The request is invalid")
        String title,

        @Schema(description = "The HTTP status", minimum = "400", maximum = "599", examples = "400")
        int status,

        @Schema(description = "One sentence on this very case", examples = "One field is wrong.")
        String detail,

        @Schema(description = "The path that was asked for", examples = "/v1/generations")
        String instance,

        @Schema(
                description = "The kind of problem as a short name; later versions may have more",
                enumeration = {
                    "invalid_request",
                    "cross_site",
                    "not_found",
                    "model_not_found",
                    "method_not_allowed",
                    "not_acceptable",
                    "too_slow",
                    "too_large",
                    "unsupported_media_type",
                    "unknown_host",
                    "queue_full",
                    "too_late",
                    "internal",
                    "slice_failed",
                    "not_finite",
                    "intake_full",
                    "memory_full",
                    "no_slice",
                    "cancelled",
                    "stopping",
                    "deadline"
                },
                examples = "invalid_request")
        String code,

        @JsonProperty("request_id")
        @Schema(description = "The answer's X-Request-Id", examples = "4f1c9a70-6a0f-4a55-b37b-6b1e1d6b7a35")
        String requestId,

        @Schema(description = "Every wrong field of the request")
        List<FieldError> errors) {

    /** The media type of problem documents. */
    public static final String MEDIA_TYPE = "application/problem+json";

    public Problem {
        errors = List.copyOf(errors);
    }

    /** The document for a problem that arose while {@code path} was served. */
    public static Problem of(ProblemException problem, String path, String requestId) {
        ProblemType type = problem.type();
        return new Problem(
                type.uri(),
                type.title(),
                type.status(),
                problem.getMessage(),
                path,
                type.code(),
                requestId,
                problem.errors());
    }
}
