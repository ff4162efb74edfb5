package dev.diffract.frontend.dialect.nativ;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.diffract.frontend.dialect.Dialect;
import dev.diffract.frontend.dialect.ErrorAnswer;
import dev.diffract.frontend.dialect.nativ.problem.HttpProblems;
import dev.diffract.frontend.dialect.nativ.problem.Problem;
import dev.diffract.frontend.dialect.nativ.problem.ProblemException;
import dev.diffract.frontend.dialect.nativ.problem.Problems;
import dev.diffract.frontend.http.Encodings;
import dev.diffract.frontend.http.RequestIds;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** This program's own interface, below {@code /v1}: its errors are problem documents. */
@Singleton
public class NativeDialect implements Dialect {

    /** Room for a picture and its mask; a prompt that is far too long still gets a sentence on its length. */
    static final long MAX_BODY = 16L << 20;

    private static final int METHOD_NOT_ALLOWED = 405;
    private static final int UNSUPPORTED_MEDIA_TYPE = 415;

    private final ObjectMapper json;

    @Inject
    NativeDialect(ObjectMapper json) {
        this.json = json;
    }

    @Override
    public boolean owns(String path) {
        return Route.isBelowRoot(path);
    }

    @Override
    public long maxBody() {
        return MAX_BODY;
    }

    @Override
    public ErrorAnswer refused(int status, RoutingContext request) {
        Optional<Route> route = Route.at(request.normalizedPath());
        String reads = route.flatMap(Route::reads).orElse(MediaType.APPLICATION_JSON);
        return answer(HttpProblems.of(status, request, MAX_BODY, reads), request, headers(status, request, route));
    }

    private static Map<String, String> headers(int status, RoutingContext request, Optional<Route> route) {
        if (status == METHOD_NOT_ALLOWED && route.isPresent()) {
            return Map.of(HttpHeaders.ALLOW, route.get().allowed());
        }
        return status == UNSUPPORTED_MEDIA_TYPE && Encodings.isUnread(request)
                ? Map.of(HttpHeaders.ACCEPT_ENCODING, Encodings.READ)
                : Map.of();
    }

    @Override
    public ErrorAnswer refused(int status, String sentence, RoutingContext request) {
        return answer(HttpProblems.of(status, sentence), request, Map.of());
    }

    @Override
    public Optional<String> reads(RoutingContext request) {
        return Route.at(request.normalizedPath()).flatMap(Route::reads);
    }

    @Override
    public Set<String> methods(RoutingContext request) {
        return Route.at(request.normalizedPath())
                .map(route -> Set.copyOf(route.methods()))
                .orElseGet(() -> Dialect.super.methods(request));
    }

    @Override
    public ErrorAnswer failed(Throwable failure, RoutingContext request) {
        return answer(Problems.of(failure), request, Map.of());
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
