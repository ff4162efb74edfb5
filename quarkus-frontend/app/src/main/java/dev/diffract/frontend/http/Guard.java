package dev.diffract.frontend.http;

import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;

/** Says, by its headers alone, which requests are not answered. */
interface Guard {

    /**
     * Why a request is turned away.
     *
     * @param status 400 to 499
     * @param sentence why, and what would be right
     */
    record Refusal(int status, String sentence) {}

    /** @return nothing if this guard lets it through */
    Optional<Refusal> ask(HttpServerRequest request);
}
