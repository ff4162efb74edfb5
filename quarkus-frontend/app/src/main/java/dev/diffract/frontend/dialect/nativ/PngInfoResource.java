package dev.diffract.frontend.dialect.nativ;

import dev.diffract.frontend.dialect.nativ.problem.Problem;
import dev.diffract.frontend.dialect.nativ.problem.ProblemException;
import dev.diffract.frontend.dialect.nativ.problem.ProblemType;
import dev.diffract.frontend.dialect.nativ.view.RestoredView;
import dev.diffract.frontend.http.Bodies;
import dev.diffract.frontend.imaging.UnreadableImageException;
import dev.diffract.frontend.service.GenerationService;
import dev.diffract.frontend.service.Pictures;
import io.smallrye.common.annotation.Blocking;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Reads a picture's parameters: what was asked for, from what was drawn. */
@Tag(name = "Pictures", description = "Drawing them, and reading how they were drawn")
@Path("/v1/png-info")
@Consumes("image/png")
@Produces(MediaType.APPLICATION_JSON)
public class PngInfoResource {

    private final GenerationService generations;

    @Inject
    PngInfoResource(GenerationService generations) {
        this.generations = generations;
    }

    @POST
    @Blocking
    @Operation(
            operationId = "pngInfo",
            summary = "Read the request out of a picture",
            description = "Takes a PNG file by this program or by AUTOMATIC1111's web UI")
    @RequestBody(
            required = true,
            content = @Content(mediaType = "image/png", schema = @Schema(type = SchemaType.STRING, format = "binary")))
    @APIResponse(
            responseCode = "200",
            description = "The request and what else stands there",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = RestoredView.class)))
    @APIResponse(
            responseCode = "400",
            description = "No PNG file, or one without parameters",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "406",
            description = "The answer is JSON, which the Accept header rules out",
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
            description = "The body is no image/png",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "503",
            description =
                    "Too many requests are being read, or the server is stopping; Retry-After says when to come again",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public RestoredView read(@Context RoutingContext request) {
        return Bodies.read(request, (body, visit) -> {
            visit.take(body.length); // chunks are copied
            return view(body);
        });
    }

    private RestoredView view(byte[] file) {
        try {
            return Pictures.read(file, generations::faults)
                    .map(restored -> RestoredView.of(restored.infotext(), restored.request()))
                    .orElseThrow(() -> new ProblemException(
                            ProblemType.INVALID_REQUEST,
                            "The picture says nothing of how it was drawn: it has no text with the keyword "
                                    + Pictures.KEYWORD + "."));
        } catch (UnreadableImageException unreadable) {
            throw new ProblemException(ProblemType.INVALID_REQUEST, "The body " + unreadable.getMessage() + ".");
        }
    }
}
