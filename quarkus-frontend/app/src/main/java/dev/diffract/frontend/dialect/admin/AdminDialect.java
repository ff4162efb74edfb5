package dev.diffract.frontend.dialect.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.diffract.frontend.dialect.Dialect;
import dev.diffract.frontend.dialect.ErrorAnswer;
import dev.diffract.frontend.http.RequestIds;
import dev.diffract.frontend.service.FleetException;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;

/** The operators' interface: its errors are problem documents. At the port that draws there is nothing of it but this. */
@Singleton
public class AdminDialect implements Dialect {

    /** Below it is everything of this dialect. */
    static final String ROOT = "/admin";

    /** Nothing is sent in bodies; some programs send an empty object. */
    private static final long MAX_BODY = 4096;

    private final ObjectMapper json;

    @Inject
    AdminDialect(ObjectMapper json) {
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
        String asked = request.request().method() + " " + request.normalizedPath();
        ProblemKind kind = ProblemKind.of(status);
        return answer(
                kind,
                switch (kind) {
                    case NOT_FOUND ->
                        "Nothing answers " + asked + " here; the fleet is at " + FleetRoutes.FLEET
                                + " of the management port (quarkus.management.port, 8090 unless it is set).";
                    case METHOD_NOT_ALLOWED -> "This address does not know the method of " + asked + ".";
                    case UNAVAILABLE -> "The frontend is stopping and answers nothing new.";
                    case INTERNAL -> "Something unforeseen happened; the log has it.";
                    default -> "The HTTP request cannot be understood.";
                },
                request);
    }

    @Override
    public ErrorAnswer refused(int status, String sentence, RoutingContext request) {
        return answer(ProblemKind.of(status), sentence, request);
    }

    @Override
    public ErrorAnswer failed(Throwable failure, RoutingContext request) {
        return failure instanceof FleetException refusal
                ? answer(ProblemKind.of(refusal.reason()), refusal.getMessage(), request)
                : refused(ProblemKind.INTERNAL.status(), request);
    }

    /** A problem of a kind, and one sentence on this very case. */
    ErrorAnswer answer(ProblemKind kind, String sentence, RoutingContext request) {
        return new ErrorAnswer(
                kind.status(),
                AdminProblem.MEDIA_TYPE,
                bytes(kind.document(sentence, request.normalizedPath(), RequestIds.of(request))),
                Map.of());
    }

    byte[] bytes(Record document) {
        try {
            return json.writeValueAsBytes(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of plain values is always JSON", e);
        }
    }
}
