package dev.diffract.frontend.wiring;

import dev.diffract.frontend.config.DiffractConfig;
import dev.diffract.frontend.config.Keys;
import dev.diffract.frontend.core.fleet.InstanceRegistry;
import dev.diffract.frontend.core.model.ModelCatalog;
import dev.diffract.frontend.core.model.ModelDefinition;
import dev.diffract.frontend.discovery.Poller;
import dev.diffract.frontend.service.GenerationService;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.annotations.CommandLineArguments;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.logging.Logger;

/** Reads the whole configuration before the port is opened, so that a wrong one ends the program at once. */
@ApplicationScoped
public class Startup {

    private static final Logger LOG = Logger.getLogger(Startup.class);
    private static final int FIRST = 1;

    private final DiffractConfig config;
    private final Provider<ModelCatalog> catalog;
    private final Provider<InstanceRegistry> registry;
    private final Provider<Poller> poller;
    private final Provider<GenerationService> generations;
    private final List<String> words;

    @Inject
    Startup(
            DiffractConfig config,
            Provider<ModelCatalog> catalog,
            Provider<InstanceRegistry> registry,
            Provider<Poller> poller,
            Provider<GenerationService> generations,
            @CommandLineArguments String[] words) {
        this.config = config;
        this.catalog = catalog;
        this.registry = registry;
        this.poller = poller;
        this.generations = generations;
        this.words = List.of(words);
    }

    void start(@Observes @Priority(FIRST) StartupEvent started) {
        Config all = ConfigProvider.getConfig();
        List<String> faults = new ArrayList<>(new Keys().unknown(all.getConfigSources()));
        faults.addAll(Listening.faults(all));
        faults.addAll(Words.faults(words));
        Settings.check(config, faults);
        String models =
                catalog.get().models().stream().map(ModelDefinition::name).collect(Collectors.joining(", "));
        LOG.infof("models: %s; slices: %d", models, registry.get().snapshots().size());
        catalog.get().models().stream()
                .flatMap(model -> UnprovenNames.remark(model.manifest()).stream())
                .forEach(LOG::warn);
        poller.get().start();
        generations.get().takeOn();
    }

    /** Before the connections are closed, which would look like the end of all slices. */
    void stop(@Observes ShutdownEvent stopping) {
        poller.get().close();
    }
}
