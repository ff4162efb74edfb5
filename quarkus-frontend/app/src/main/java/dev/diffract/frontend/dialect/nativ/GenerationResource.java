package dev.diffract.frontend.dialect.nativ;

import dev.diffract.frontend.core.generation.GenerationResult;
import dev.diffract.frontend.core.generation.RunningGeneration;
import dev.diffract.frontend.core.plan.GenerationPlan;
import dev.diffract.frontend.dialect.nativ.problem.Problem;
import dev.diffract.frontend.dialect.nativ.request.Answer;
import dev.diffract.frontend.dialect.nativ.request.ReadRequest;
import dev.diffract.frontend.dialect.nativ.request.RequestReader;
import dev.diffract.frontend.dialect.nativ.view.EventViews;
import dev.diffract.frontend.dialect.nativ.view.GenerationBody;
import dev.diffract.frontend.dialect.nativ.view.GenerationView;
import dev.diffract.frontend.dialect.nativ.view.ImageView;
import dev.diffract.frontend.dialect.nativ.view.NotHonoured;
import dev.diffract.frontend.http.AnswerWorkers;
import dev.diffract.frontend.http.Bodies;
import dev.diffract.frontend.http.Departure;
import dev.diffract.frontend.http.Requesters;
import dev.diffract.frontend.http.WriteTimeout;
import dev.diffract.frontend.service.GenerationService;
import dev.diffract.frontend.service.Requester;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseHeader;
import org.jboss.resteasy.reactive.RestStreamElementType;

/**
 * Draws pictures. One address, four forms of the answer by the request's Accept header. Bodies are taken as
 * bytes, because every fault in them is to be named at once. A caller who hangs up cancels the generation.
 */
@Tag(name = "Pictures", description = "Drawing them, and reading how they were drawn")
@Path("/v1/generations")
@Blocking // pictures in bodies are decoded and resized before the first answer
@Consumes(MediaType.APPLICATION_JSON)
@APIResponse(
        responseCode = "400",
        description = "Every wrong field, named",
        content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
@APIResponse(
        responseCode = "404",
        description = "No such model",
        content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
@APIResponse(
        responseCode = "406",
        description = "The picture cannot be given in the accepted form",
        content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
@APIResponse(
        responseCode = "408",
        description = "The body came too slowly, or not to its end",
        content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
@APIResponse(
        responseCode = "413",
        description = "The body has more than 16 MiB, or takes more memory than there is",
        content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
@APIResponse(
        responseCode = "415",
        description = "The body is no application/json",
        content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
@APIResponse(
        responseCode = "429",
        description = "Too much waits, or it would not be done by its deadline; Retry-After says when to come again",
        content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
@APIResponse(
        responseCode = "500",
        description = "A fault of this server; its log says more under the answer's request id",
        content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
@APIResponse(
        responseCode = "502",
        description = "All attempts on the slices failed",
        content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
@APIResponse(
        responseCode = "503",
        description =
                "No slice can draw, too many requests are being read, there is no memory for more pictures, or the server is"
                        + " stopping; Retry-After says when to come again. At once where no slice answers; a stream of events waits ten seconds for one",
        content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
@APIResponse(
        responseCode = "504",
        description = "The generation took longer than it may",
        content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
public class GenerationResource {

    private static final String PNG = "image/png";
    private static final String JPEG = "image/jpeg";
    private static final String PICTURES = "The pictures";
    private static final String SUMMARY = "Draw pictures";
    private static final String DESCRIPTION =
            "Answers with JSON, or by the Accept header with the file of the single picture (image/png,"
                    + " image/jpeg) or with events (text/event-stream: queued, started, progress, preview where asked for, image, then one of"
                    + " completed, failed and cancelled). Closing the connection, or the half of it that the request came by,"
                    + " cancels the generation.";

    private final RequestReader reader;
    private final GenerationService generations;
    private final WriteTimeout writeTimeout;
    private final AnswerWorkers workers;

    @Inject
    GenerationResource(
            RequestReader reader, GenerationService generations, WriteTimeout writeTimeout, AnswerWorkers workers) {
        this.reader = reader;
        this.generations = generations;
        this.writeTimeout = writeTimeout;
        this.workers = workers;
    }

    @POST
    @Produces(MediaType.APPLICATION_JSON)
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = GenerationBody.class)))
    @Operation(operationId = "generate", summary = SUMMARY, description = DESCRIPTION)
    @APIResponse(
            responseCode = "200",
            description = PICTURES,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = GenerationView.class)))
    public Uni<GenerationView> json(@Context RoutingContext request) {
        ReadRequest read = read(request, Answer.WHOLE);
        return drawn(read.plan(), request)
                .map(result -> GenerationView.of(
                        result, result.images().stream().map(ImageView::of).toList(), notHonoured(read)));
    }

    @POST
    @Produces(PNG + ";qs=0.9")
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = GenerationBody.class)))
    @Operation(summary = SUMMARY, description = DESCRIPTION)
    @APIResponse(
            responseCode = "200",
            description = PICTURES,
            content = @Content(mediaType = PNG, schema = @Schema(type = SchemaType.STRING, format = "binary")))
    public Uni<Response> png(@Context RoutingContext request) {
        return file(request, Answer.PNG_FILE, PNG);
    }

    @POST
    @Produces(JPEG + ";qs=0.85")
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = GenerationBody.class)))
    @Operation(summary = SUMMARY, description = DESCRIPTION)
    @APIResponse(
            responseCode = "200",
            description = PICTURES,
            content = @Content(mediaType = JPEG, schema = @Schema(type = SchemaType.STRING, format = "binary")))
    public Uni<Response> jpeg(@Context RoutingContext request) {
        return file(request, Answer.JPEG_FILE, JPEG);
    }

    private Uni<Response> file(RoutingContext request, Answer answer, String type) {
        ReadRequest read = read(request, answer);
        SingleFile.check(read.plan(), answer, type);
        return drawn(read.plan(), request).map(result -> SingleFile.of(result, type, notHonoured(read)));
    }

    @POST
    @Produces(MediaType.SERVER_SENT_EVENTS + ";qs=0.8")
    @RestStreamElementType(MediaType.APPLICATION_JSON)
    @ResponseHeader(name = "X-Accel-Buffering", value = "no")
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = GenerationBody.class)))
    @Operation(summary = SUMMARY, description = DESCRIPTION)
    @APIResponse(
            responseCode = "200",
            description = PICTURES,
            content =
                    @Content(
                            mediaType = MediaType.SERVER_SENT_EVENTS,
                            schema = @Schema(implementation = EventViews.Events.class)))
    public Multi<OutboundSseEvent> events(@Context RoutingContext request, @Context Sse sse) {
        ReadRequest read = read(request, Answer.EVENTS);
        GenerationPlan plan = read.plan();
        String id = GenerationService.newId();
        String path = request.normalizedPath();
        Requester requester = Requesters.of(request);
        EventStream stream = new EventStream(
                id, sse, notHonoured(read), problem -> Problem.of(problem, path, requester.requestId()), workers);
        RunningGeneration running = generations.start(requester, id, plan, stream);
        return new Delivery(request, stream, running, writeTimeout.time()).begin();
    }

    private static List<String> notHonoured(ReadRequest read) {
        return NotHonoured.of(read.plan(), read.unused());
    }

    private ReadRequest read(RoutingContext request, Answer answer) {
        return Bodies.read(request, (body, visit) -> reader.read(body, visit, answer));
    }

    private Uni<GenerationResult> drawn(GenerationPlan plan, RoutingContext request) {
        RunningGeneration running = generations.startUnseen(Requesters.of(request), GenerationService.newId(), plan);
        Departure.of(request, running::cancel);
        return Uni.createFrom()
                .<GenerationResult>emitter(result -> running.result().whenComplete((value, failure) -> {
                    if (failure == null) {
                        result.complete(value);
                    } else if (!Departure.isOf(request)) { // else there is nobody to be told
                        result.fail(failure);
                    }
                }))
                .onCancellation()
                .invoke(running::cancel)
                // Answers are made after this.
                .emitOn(Infrastructure.getDefaultWorkerPool());
    }
}
