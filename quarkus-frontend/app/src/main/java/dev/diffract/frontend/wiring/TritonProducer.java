package dev.diffract.frontend.wiring;

import dev.diffract.frontend.config.DiffractConfig;
import dev.diffract.frontend.config.UsageAddresses;
import dev.diffract.frontend.core.fleet.FleetSource;
import dev.diffract.frontend.core.fleet.InstanceRegistry;
import dev.diffract.frontend.core.inference.InferenceGateway;
import dev.diffract.frontend.core.model.ModelCatalog;
import dev.diffract.frontend.core.model.ModelDefinition;
import dev.diffract.frontend.core.time.Execution;
import dev.diffract.frontend.discovery.ClusterApi;
import dev.diffract.frontend.discovery.EndpointLookup;
import dev.diffract.frontend.discovery.ExpectedModels;
import dev.diffract.frontend.discovery.NameLookup;
import dev.diffract.frontend.discovery.Poller;
import dev.diffract.frontend.triton.ServerInspector;
import dev.diffract.frontend.triton.SignatureBook;
import dev.diffract.frontend.triton.TritonChannels;
import dev.diffract.frontend.triton.TritonGateway;
import dev.diffract.frontend.usage.UsageWatch;
import dev.diffract.frontend.wiring.Slices.Lookups;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Builds what talks to the servers and looks after them. */
@Dependent
class TritonProducer {

    /** Triton counts anew so often. */
    private static final Duration COUNTED = Duration.ofSeconds(2);

    @Produces
    @Singleton
    Slices slices(DiffractConfig config, Workers workers) {
        Lookups lookups = new Lookups(
                new NameLookup(InetAddress::getAllByName),
                ClusterApi.of(System.getenv()).map(EndpointLookup::new));
        Slices slices = Slices.of(config, lookups);
        workers.repeat(config.dns().interval(), slices.fleet()::lookAgain);
        return slices;
    }

    @Produces
    @Singleton
    TritonChannels channels(DiffractConfig config, InstanceRegistry registry) {
        TritonChannels channels = new TritonChannels(config.poll().interval());
        registry.observe(channels);
        return channels;
    }

    void close(@Disposes TritonChannels channels) {
        channels.close();
    }

    @Produces
    @Singleton
    SignatureBook signatures() {
        return new SignatureBook();
    }

    @Produces
    @Singleton
    InferenceGateway gateway(TritonChannels channels, SignatureBook signatures) {
        return new TritonGateway(channels, signatures);
    }

    /** More often than servers count anew nobody is asked. */
    @Produces
    @Singleton
    UsageWatch usage(DiffractConfig config, InstanceRegistry registry, Workers workers) {
        Set<String> names = registry.snapshots().stream()
                .map(snapshot -> snapshot.instance().name())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        UsageWatch watch = new UsageWatch(
                UsageAddresses.parseAll(config.usage().orElse(List.of()), names),
                workers.timer(),
                config.poll().interval().compareTo(COUNTED) < 0
                        ? COUNTED
                        : config.poll().interval(),
                config.poll().timeout());
        registry.observe(watch);
        return watch;
    }

    void close(@Disposes UsageWatch watch) {
        watch.close();
    }

    @Produces
    @Singleton
    FleetSource fleet(Slices slices) {
        return slices.fleet();
    }

    @Produces
    @Singleton
    InstanceRegistry registry(FleetSource fleet) {
        InstanceRegistry registry = new InstanceRegistry(InstantSource.system());
        fleet.follow(registry::set);
        return registry;
    }

    @Produces
    @Singleton
    Poller poller(
            DiffractConfig config,
            ModelCatalog catalog,
            TritonChannels channels,
            SignatureBook signatures,
            InstanceRegistry registry,
            Workers workers) {
        return new Poller(
                new ServerInspector(channels)::look,
                signatures,
                registry,
                () -> ExpectedModels.of(catalog.checkpoints().stream()
                        .map(ModelDefinition::manifest)
                        .toList()),
                new Execution(workers.compute(), workers.timer(), InstantSource.system()),
                new Poller.Cadence(config.poll().interval(), config.poll().timeout()));
    }
}
