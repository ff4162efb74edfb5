package dev.diffract.frontend.http;

import dev.diffract.frontend.dialect.Dialect;
import dev.diffract.frontend.dialect.ErrorAnswer;
import dev.diffract.frontend.service.Ending;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.core.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Addresses that belong to no dialect: errors are a sentence of plain text. */
final class NoDialect implements Dialect {

    private static final int NOT_FOUND = 404;
    private static final int METHOD_NOT_ALLOWED = 405;
    private static final int TOO_LARGE = 413;
    private static final int INTERNAL_ERROR = 500;
    private static final int UNAVAILABLE = 503;
    private static final long MAX_BODY = 1 << 20;

    /** What is answered on the management port. */
    private static final List<String> OPERATORS = List.of("/q/health", "/q/metrics");

    @Override
    public boolean owns(String path) {
        return true;
    }

    @Override
    public long maxBody() {
        return MAX_BODY;
    }

    @Override
    public ErrorAnswer refused(int status, RoutingContext request) {
        if (status == METHOD_NOT_ALLOWED || (status == NOT_FOUND && PageFiles.has(request.normalizedPath()))) {
            return notAllowed(request);
        }
        String asked = request.request().method() + " " + request.normalizedPath();
        return switch (status) {
            case NOT_FOUND -> answer(status, "Nothing answers " + asked + hint(request) + ".");
            case TOO_LARGE ->
                answer(status, "A body sent to this address may have " + (MAX_BODY >> 20) + " MiB at most.");
            case UNAVAILABLE -> {
                ErrorAnswer answer = answer(status, "The frontend is stopping and answers nothing new; ask again.");
                yield new ErrorAnswer(
                        status,
                        answer.mediaType(),
                        answer.body(),
                        Map.of(
                                HttpHeaders.RETRY_AFTER,
                                String.valueOf(Ending.STOPPED
                                        .retryAfter()
                                        .orElseThrow()
                                        .toSeconds())));
            }
            default -> answer(status, asked + " cannot be answered.");
        };
    }

    /** Where probes and scrapers look first. */
    private static String hint(RoutingContext request) {
        String path = request.normalizedPath();
        return OPERATORS.stream().anyMatch(root -> path.equals(root) || path.startsWith(root + "/"))
                ? " here; health and metrics have a port of their own (quarkus.management.port, 8090 unless it is set)"
                : "";
    }

    @Override
    public ErrorAnswer refused(int status, String sentence, RoutingContext request) {
        return answer(status, sentence);
    }

    @Override
    public ErrorAnswer failed(Throwable failure, RoutingContext request) {
        return refused(INTERNAL_ERROR, request);
    }

    private static ErrorAnswer notAllowed(RoutingContext request) {
        ErrorAnswer answer = answer(
                METHOD_NOT_ALLOWED,
                request.normalizedPath() + " can only be read; it does not know the method "
                        + request.request().method() + ".");
        return new ErrorAnswer(
                answer.status(), answer.mediaType(), answer.body(), Map.of(HttpHeaders.ALLOW, PageFiles.METHODS));
    }

    private static ErrorAnswer answer(int status, String sentence) {
        byte[] body = (sentence + "\n").getBytes(StandardCharsets.UTF_8);
        return new ErrorAnswer(status, "text/plain; charset=utf-8", body, Map.of());
    }
}
