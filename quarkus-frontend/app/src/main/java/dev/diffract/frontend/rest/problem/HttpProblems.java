package dev.diffract.frontend.rest.problem;

import io.vertx.ext.web.RoutingContext;

/** Refusals of the HTTP layer, which come as a bare status, as problems. */
final class HttpProblems {

    private static final String DRAWING = "/v1/generations";

    private HttpProblems() {}

    /** The methods an address knows, which the REST layer keeps to itself. Everything but drawing is only read. */
    static String methods(RoutingContext request) {
        return request.normalizedPath().equals(DRAWING) ? "POST, OPTIONS" : "GET, HEAD, OPTIONS";
    }

    static ProblemException of(int status, RoutingContext request) {
        String path = request.normalizedPath();
        return switch (status) {
            case 404 ->
                new ProblemException(
                        ProblemType.NOT_FOUND,
                        "Nothing answers " + request.request().method() + " " + path
                                + "; /q/openapi describes what there is.");
            case 405 ->
                new ProblemException(
                        ProblemType.METHOD_NOT_ALLOWED,
                        path + " does not know the method " + request.request().method() + ".");
            case 406 ->
                new ProblemException(
                        ProblemType.NOT_ACCEPTABLE,
                        path
                                + " cannot answer in a media type of the request's Accept header; /q/openapi lists its types.");
            case 413 ->
                new ProblemException(
                        ProblemType.TOO_LARGE, "A body may have " + (BodyLimit.MAX_BYTES >> 20) + " MiB at most.");
            case 415 ->
                new ProblemException(
                        ProblemType.UNSUPPORTED_MEDIA_TYPE,
                        path + " reads application/json only; set the Content-Type header to it.");
            default ->
                status >= 400 && status < 500
                        ? new ProblemException(ProblemType.INVALID_REQUEST, "The HTTP request cannot be understood.")
                        : Problems.of(new IllegalStateException("status " + status));
        };
    }
}
