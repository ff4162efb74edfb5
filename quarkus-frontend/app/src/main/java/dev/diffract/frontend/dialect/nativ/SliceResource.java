package dev.diffract.frontend.dialect.nativ;

import dev.diffract.frontend.core.dispatch.Dispatcher;
import dev.diffract.frontend.core.dispatch.InstanceStatistics;
import dev.diffract.frontend.core.fleet.InstanceDirectory;
import dev.diffract.frontend.core.fleet.InstanceSnapshot;
import dev.diffract.frontend.dialect.nativ.view.SlicesView;
import dev.diffract.frontend.dialect.nativ.view.SlicesView.SliceView;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** How the slices are and what they do. */
@Path("/v1/slices")
@Produces(MediaType.APPLICATION_JSON)
public class SliceResource {

    private static final double NANOS_PER_MILLI = 1e6;

    private final InstanceDirectory directory;
    private final Dispatcher dispatcher;

    @Inject
    SliceResource(InstanceDirectory directory, Dispatcher dispatcher) {
        this.directory = directory;
        this.dispatcher = dispatcher;
    }

    @GET
    @Operation(operationId = "slices", summary = "List the slices and what each is doing")
    public SlicesView slices() {
        return new SlicesView(directory.snapshots().stream().map(this::view).toList());
    }

    private SliceView view(InstanceSnapshot snapshot) {
        InstanceStatistics statistics = dispatcher.statistics(snapshot.instance());
        return new SliceView(
                snapshot.instance().name(),
                snapshot.instance().target(),
                snapshot.state().name().toLowerCase(Locale.ROOT),
                snapshot.reason().orElse(null),
                snapshot.models().keySet().stream().sorted().toList(),
                statistics.inFlight(),
                statistics.completed(),
                statistics.failed(),
                statistics
                        .meanStep()
                        .map(mean -> mean.toNanos() / NANOS_PER_MILLI)
                        .orElse(null),
                statistics.doing());
    }
}
