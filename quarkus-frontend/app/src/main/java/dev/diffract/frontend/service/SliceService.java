package dev.diffract.frontend.service;

import dev.diffract.frontend.core.dispatch.Dispatcher;
import dev.diffract.frontend.core.dispatch.InstanceStatistics;
import dev.diffract.frontend.core.fleet.InstanceDirectory;
import dev.diffract.frontend.core.fleet.InstanceSnapshot;
import dev.diffract.frontend.service.SliceStatus.Activity;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Locale;

/** What can be seen of the slices from outside. */
@ApplicationScoped
public class SliceService {

    private final InstanceDirectory directory;
    private final Dispatcher dispatcher;

    @Inject
    SliceService(InstanceDirectory directory, Dispatcher dispatcher) {
        this.directory = directory;
        this.dispatcher = dispatcher;
    }

    /** All slices, in a stable order. */
    public List<SliceStatus> slices() {
        return directory.snapshots().stream().map(this::status).toList();
    }

    private SliceStatus status(InstanceSnapshot snapshot) {
        InstanceStatistics statistics = dispatcher.statistics(snapshot.instance());
        return new SliceStatus(
                snapshot.instance().name(),
                snapshot.instance().target(),
                snapshot.state().name().toLowerCase(Locale.ROOT),
                snapshot.reason(),
                snapshot.models().keySet().stream().sorted().toList(),
                new Activity(
                        statistics.inFlight(),
                        statistics.completed(),
                        statistics.failed(),
                        statistics.steps().time(),
                        statistics.doing()));
    }
}
