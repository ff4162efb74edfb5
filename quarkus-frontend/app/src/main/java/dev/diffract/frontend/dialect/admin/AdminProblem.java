package dev.diffract.frontend.dialect.admin;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * A problem document of RFC 9457, with the extension members {@code code} and {@code request_id}.
 *
 * @param detail one sentence on this very case
 * @param instance the path that was asked for
 * @param code the kind of problem, for programs
 */
@RegisterForReflection
record AdminProblem(
        String type,
        String title,
        int status,
        String detail,
        String instance,
        String code,
        @JsonProperty("request_id") String requestId) {

    /** The media type of problem documents. */
    static final String MEDIA_TYPE = "application/problem+json";
}
