package dev.diffract.frontend.rest.problem;

import dev.diffract.frontend.core.generation.GenerationException;
import dev.diffract.frontend.core.request.InvalidRequestException;
import dev.diffract.frontend.rest.http.RequestIds;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Every failure of a REST method as a problem document. */
class ExceptionMappers {

    private static final Logger LOG = Logger.getLogger(ExceptionMappers.class);

    @ServerExceptionMapper
    Response problem(ProblemException problem, RoutingContext request) {
        return response(problem, request);
    }

    @ServerExceptionMapper
    Response invalid(InvalidRequestException failure, RoutingContext request) {
        return response(Problems.of(failure), request);
    }

    @ServerExceptionMapper
    Response generation(GenerationException failure, RoutingContext request) {
        return response(Problems.of(failure), request);
    }

    /** What the REST layer itself refuses: methods, media types, paths. */
    @ServerExceptionMapper
    Response refused(WebApplicationException refusal, RoutingContext request) {
        int status = refusal.getResponse().getStatus();
        Response problem = response(HttpProblems.of(status, request), request);
        return status == Response.Status.METHOD_NOT_ALLOWED.getStatusCode()
                ? Response.fromResponse(problem)
                        .header(HttpHeaders.ALLOW, HttpProblems.methods(request))
                        .build()
                : problem;
    }

    @ServerExceptionMapper
    Response unforeseen(Throwable failure, RoutingContext request) {
        LOG.errorf(failure, "request %s: unforeseen failure", RequestIds.of(request));
        return response(Problems.of(failure), request);
    }

    private static Response response(ProblemException problem, RoutingContext request) {
        Response.ResponseBuilder response = Response.status(problem.type().status())
                .type(MediaType.valueOf(Problem.MEDIA_TYPE))
                .entity(Problem.of(problem, request.normalizedPath(), RequestIds.of(request)));
        problem.retryAfter().ifPresent(wait -> response.header(HttpHeaders.RETRY_AFTER, wait.toSeconds()));
        return response.build();
    }
}
