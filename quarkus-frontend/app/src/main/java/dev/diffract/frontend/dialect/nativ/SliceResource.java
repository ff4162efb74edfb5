package dev.diffract.frontend.dialect.nativ;

import dev.diffract.frontend.dialect.nativ.problem.Problem;
import dev.diffract.frontend.dialect.nativ.view.SlicesView;
import dev.diffract.frontend.service.SliceService;
import dev.diffract.frontend.service.SwitchService;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** How the slices are and what they do. */
@Tag(name = "Slices", description = "Who draws, and how that goes")
@Path("/v1/slices")
@Produces(MediaType.APPLICATION_JSON)
public class SliceResource {

    private final SliceService slices;
    private final SwitchService switches;

    @Inject
    SliceResource(SliceService slices, SwitchService switches) {
        this.slices = slices;
        this.switches = switches;
    }

    @GET
    @Operation(
            operationId = "slices",
            summary = "List the slices",
            description = "What each is doing, and why one that draws nothing does not.")
    @APIResponse(
            responseCode = "200",
            description = "The slices",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = SlicesView.class)))
    @APIResponse(
            responseCode = "406",
            description = "The list is JSON, which the Accept header rules out",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public SlicesView slices() {
        return SlicesView.of(slices.slices(), switches.state());
    }
}
