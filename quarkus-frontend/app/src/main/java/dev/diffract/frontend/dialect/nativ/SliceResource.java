package dev.diffract.frontend.dialect.nativ;

import dev.diffract.frontend.dialect.nativ.view.SlicesView;
import dev.diffract.frontend.dialect.nativ.view.SlicesView.SliceView;
import dev.diffract.frontend.service.SliceService;
import dev.diffract.frontend.service.SliceStatus;
import dev.diffract.frontend.service.SliceStatus.Activity;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** How the slices are and what they do. */
@Path("/v1/slices")
@Produces(MediaType.APPLICATION_JSON)
public class SliceResource {

    private static final double NANOS_PER_MILLI = 1e6;

    private final SliceService slices;

    @Inject
    SliceResource(SliceService slices) {
        this.slices = slices;
    }

    @GET
    @Operation(operationId = "slices", summary = "List the slices and what each is doing")
    public SlicesView slices() {
        return new SlicesView(slices.slices().stream().map(SliceResource::view).toList());
    }

    private static SliceView view(SliceStatus slice) {
        Activity activity = slice.activity();
        return new SliceView(
                slice.name(),
                slice.target(),
                slice.state(),
                slice.reason().orElse(null),
                slice.models(),
                activity.inFlight(),
                activity.completed(),
                activity.failed(),
                activity.meanStep()
                        .map(mean -> mean.toNanos() / NANOS_PER_MILLI)
                        .orElse(null),
                activity.doing());
    }
}
