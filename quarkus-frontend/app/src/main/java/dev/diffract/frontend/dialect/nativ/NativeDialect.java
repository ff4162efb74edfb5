package dev.diffract.frontend.dialect.nativ;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.diffract.frontend.dialect.Dialect;
import dev.diffract.frontend.dialect.ErrorAnswer;
import dev.diffract.frontend.dialect.nativ.problem.HttpProblems;
import dev.diffract.frontend.dialect.nativ.problem.Problem;
import dev.diffract.frontend.dialect.nativ.problem.ProblemException;
import dev.diffract.frontend.dialect.nativ.problem.Problems;
import dev.diffract.frontend.http.RequestIds;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.HashMap;
import java.util.Map;

/** This program's own interface, below {@code /v1}: its errors are problem documents. */
@Singleton
public class NativeDialect implements Dialect {

    /** Room for a picture and its mask; a prompt that is far too long still gets a sentence on its length. */
    static final long MAX_BODY = 16L << 20;

    private static final String ROOT = "/v1";
    private static final int METHOD_NOT_ALLOWED = 405;

    /** What is posted, and as which media type. Everything else is only read. */
    private static final Map<String, String> POSTED =
            Map.of(ROOT + "/generations", MediaType.APPLICATION_JSON, ROOT + "/png-info", "image/png");

    private final ObjectMapper json;

    @Inject
    NativeDialect(ObjectMapper json) {
        this.json = json;
    }

    @Override
    public boolean owns(String path) {
        return path.equals(ROOT) || path.startsWith(ROOT + "/");
    }

    @Override
    public long maxBody() {
        return MAX_BODY;
    }

    @Override
    public ErrorAnswer refused(int status, RoutingContext request) {
        Map<String, String> headers =
                status == METHOD_NOT_ALLOWED ? Map.of(HttpHeaders.ALLOW, allowed(address(request))) : Map.of();
        return answer(
                HttpProblems.of(
                        status, request, MAX_BODY, POSTED.getOrDefault(address(request), MediaType.APPLICATION_JSON)),
                request,
                headers);
    }

    @Override
    public ErrorAnswer failed(Throwable failure, RoutingContext request) {
        return answer(Problems.of(failure), request, Map.of());
    }

    /** The methods an address knows, which the REST layer keeps to itself. */
    private static String allowed(String path) {
        return POSTED.containsKey(path) ? "POST, OPTIONS" : "GET, HEAD, OPTIONS";
    }

    /** The path as the REST layer matches it: without parameters after a semicolon, and without a slash at its end. */
    private static String address(RoutingContext request) {
        String path = request.normalizedPath().replaceAll(";[^/]*", "");
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    private ErrorAnswer answer(ProblemException problem, RoutingContext request, Map<String, String> more) {
        Map<String, String> headers = new HashMap<>(more);
        problem.retryAfter().ifPresent(wait -> headers.put(HttpHeaders.RETRY_AFTER, String.valueOf(wait.toSeconds())));
        Problem document = Problem.of(problem, request.normalizedPath(), RequestIds.of(request));
        try {
            return new ErrorAnswer(
                    problem.type().status(), Problem.MEDIA_TYPE, json.writeValueAsBytes(document), headers);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of texts is always JSON", e);
        }
    }
}
