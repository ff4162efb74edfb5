package dev.diffract.frontend.service;

import dev.diffract.frontend.core.dispatch.Dispatcher;
import dev.diffract.frontend.core.dispatch.InstanceStatistics;
import dev.diffract.frontend.core.dispatch.policy.FleetView;
import dev.diffract.frontend.core.fleet.InstanceDirectory;
import dev.diffract.frontend.core.fleet.InstanceSnapshot;
import dev.diffract.frontend.core.fleet.ServedModel;
import dev.diffract.frontend.service.SliceStatus.Activity;
import dev.diffract.frontend.service.SliceStatus.Identity;
import dev.diffract.frontend.usage.UsageWatch;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** What can be seen of the slices from outside. */
@ApplicationScoped
public class SliceService {

    private final InstanceDirectory directory;
    private final Dispatcher dispatcher;
    private final UsageWatch usage;

    @Inject
    SliceService(InstanceDirectory directory, Dispatcher dispatcher, UsageWatch usage) {
        this.directory = directory;
        this.dispatcher = dispatcher;
        this.usage = usage;
    }

    /** All slices, in a stable order. */
    public List<SliceStatus> slices() {
        FleetView fleet = dispatcher.fleet();
        return directory.snapshots().stream()
                .map(snapshot -> status(snapshot, fleet))
                .toList();
    }

    private SliceStatus status(InstanceSnapshot snapshot, FleetView fleet) {
        InstanceStatistics statistics = dispatcher.statistics(snapshot.instance());
        return new SliceStatus(
                new Identity(snapshot.instance().name(), snapshot.instance().target()),
                snapshot.state().name().toLowerCase(Locale.ROOT),
                snapshot.reason(),
                snapshot.models().keySet().stream().sorted().toList(),
                snapshot.models().values().stream()
                        .map(ServedModel::checkpoint)
                        .distinct()
                        .sorted()
                        .toList(),
                new Activity(
                        statistics.inFlight(),
                        statistics.completed(),
                        statistics.failed(),
                        statistics.steps().time(),
                        fleet.find(snapshot.instance())
                                .map(view -> fleet.speeds().relative(view))
                                .orElse(OptionalDouble.empty()),
                        statistics.steps().batch(),
                        statistics.doing()),
                usage.of(snapshot.instance()));
    }
}
