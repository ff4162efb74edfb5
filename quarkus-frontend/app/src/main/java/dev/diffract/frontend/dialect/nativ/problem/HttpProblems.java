package dev.diffract.frontend.dialect.nativ.problem;

import dev.diffract.frontend.http.Encodings;
import dev.diffract.frontend.service.Ending;
import io.vertx.ext.web.RoutingContext;

/** Refusals of the HTTP layer, which come as a bare status, as problems. */
public final class HttpProblems {

    private HttpProblems() {}

    /** Refusals of a request for where it comes from or what it is for, or because there is no room for another one. */
    public static ProblemException of(int status, String sentence) {
        ProblemType type = switch (status) {
            case 403 -> ProblemType.CROSS_SITE;
            case 421 -> ProblemType.UNKNOWN_HOST;
            case 503 -> ProblemType.INTAKE_FULL;
            default -> ProblemType.INVALID_REQUEST;
        };
        return new ProblemException(type, sentence);
    }

    /**
     * @param status 400 to 599
     * @param maxBytes of a body
     * @param reads the media type of the bodies that the address takes
     */
    public static ProblemException of(int status, RoutingContext request, long maxBytes, String reads) {
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
            case 408 ->
                new ProblemException(
                        ProblemType.TOO_SLOW, "The body came too slowly, or not to its end; send it again at once.");
            case 413 ->
                new ProblemException(ProblemType.TOO_LARGE, "A body may have " + (maxBytes >> 20) + " MiB at most.");
            case 415 ->
                new ProblemException(
                        ProblemType.UNSUPPORTED_MEDIA_TYPE,
                        Encodings.isUnread(request)
                                ? path
                                        + " reads bodies that are not compressed; send it without a Content-Encoding header."
                                : path + " reads " + reads + " only; set the Content-Type header to it.");
            case 503 ->
                ProblemException.passing(
                        ProblemType.STOPPING,
                        "The frontend is stopping and answers nothing new; ask again.",
                        Ending.STOPPED.retryAfter().orElseThrow());
            default ->
                status >= 400 && status < 500
                        ? new ProblemException(ProblemType.INVALID_REQUEST, "The HTTP request cannot be understood.")
                        : Problems.of(new IllegalStateException("status " + status));
        };
    }
}
