package dev.diffract.embedded.model;

import dev.diffract.embedded.kserve.ErrorCode;
import dev.diffract.embedded.kserve.ServingException;
import dev.diffract.repository.config.EnsembleCheck;
import dev.diffract.repository.config.ModelConfigCheck;
import dev.diffract.repository.proto.ModelConfig;
import dev.diffract.repository.proto.ModelEnsembling.Step;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Loads and unloads models, one operation at a time. What is being replaced keeps serving until the new is ready. */
public final class ModelManager {

    private final ModelDirectory directory;
    private final ModelRegistry registry;
    private final ModelLoader loader;

    /** Models that someone asked for by name; the others are in service as members of ensembles. */
    private final Set<String> asked = new HashSet<>();

    private final ExecutorService retiring = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "retiring");
        thread.setDaemon(true);
        return thread;
    });

    public ModelManager(
            ModelDirectory directory, ModelFactory factory, EnsembleFactory ensembles, ModelRegistry registry) {
        this.directory = directory;
        this.registry = registry;
        this.loader = new ModelLoader(directory, factory, ensembles, registry);
    }

    /**
     * Loads models at start-up, members before their ensembles. A model that fails is left UNAVAILABLE with its reason.
     *
     * @return the reasons, by model; empty if all is well
     */
    public synchronized Map<String, String> loadAll(List<String> names) {
        Map<String, String> failures = new HashMap<>();
        asked.addAll(names);
        for (String name : names) {
            if (registry.status(name).versions().isEmpty()) {
                try {
                    load(name, Optional.empty(), new TreeSet<>());
                } catch (ServingException e) {
                    failures.put(
                            name,
                            "load failed for model '" + name + "': "
                                    + e.getCause().getMessage());
                }
            }
        }
        return failures;
    }

    /**
     * Loads or reloads a model, and members of an ensemble that are not in service.
     *
     * @param replacement a configuration to use in place of the file's
     * @throws ServingException INTERNAL if the repository has no such model, or a configuration by which no model can be
     *     served; INVALID_ARGUMENT if it does not load
     */
    public synchronized void load(String name, Optional<ModelConfig> replacement) {
        load(name, replacement, new TreeSet<>());
        asked.add(name);
        registry.all().keySet().stream().filter(other -> dependsOn(other, name)).forEach(this::checkAgain);
        asked.stream().filter(this::waitsForMembers).toList().forEach(this::loadAgain);
    }

    /**
     * Takes a model out of service, and with it the ensembles it is a member of; requests that are in it finish. A model
     * that is not in service stays as it is.
     *
     * @param dependents whether those members of an ensemble go with it that nobody asked to load by name
     */
    public synchronized void unload(String name, boolean dependents) {
        asked.remove(name);
        ModelStatus status = registry.status(name);
        Optional<LoadedModel> loaded = status.latestReady();
        if (loaded.isEmpty()) {
            return;
        }
        retire(name);
        if (dependents) {
            members(loaded.get().config()).stream()
                    .filter(member -> !asked.contains(member) && !isMember(member))
                    .forEach(member -> unload(member, true));
        }
    }

    /** Takes everything out of service, finishing what was accepted. */
    public synchronized void close() {
        registry.all()
                .values()
                .forEach(status -> status.versions().values().stream()
                        .flatMap(version -> version.model().stream())
                        .forEach(model -> model.served().close()));
        retiring.shutdown();
    }

    private void load(String name, Optional<ModelConfig> replacement, Set<String> path) {
        ModelConfig config = configuration(name, replacement);
        try {
            loadMembers(name, config, path);
            NavigableSet<Long> versions = loader.versions(config);
            ModelStatus before = registry.status(name);
            for (long version : versions) {
                loadVersion(config, version);
            }
            before.versions().keySet().stream()
                    .filter(version -> !versions.contains(version))
                    .forEach(version -> retire(name, version));
        } catch (LoadException e) {
            fail(name, e.getMessage());
            throw new ServingException(
                    ErrorCode.INVALID_ARGUMENT,
                    "load failed for model '" + name + "': version 1 is at UNAVAILABLE state: " + e.getMessage()
                            + ";\n",
                    e);
        }
    }

    /** Triton tells its log, and not the client, what is wrong with a configuration. Here the index tells it as well. */
    private ModelConfig configuration(String name, Optional<ModelConfig> replacement) {
        try {
            if (!directory.contains(name)) {
                throw new LoadException("the model repository has no model '" + name + "'");
            }
            return loader.complete(
                    name, replacement.map(given -> named(name, given)).orElseGet(() -> directory.config(name)));
        } catch (LoadException e) {
            if (directory.contains(name)) {
                fail(name, e.getMessage());
            }
            throw new ServingException(
                    ErrorCode.INTERNAL, "failed to load '" + name + "', failed to poll from model repository", e);
        }
    }

    private void loadMembers(String name, ModelConfig config, Set<String> path) {
        if (!ModelConfigCheck.isEnsemble(config)) {
            return;
        }
        path.add(name);
        for (String member : members(config)) {
            if (path.contains(member)) {
                Map<String, ModelConfig> circle = new HashMap<>();
                path.forEach(model -> circle.put(model, directory.config(model)));
                throw new LoadException(String.join("; ", EnsembleCheck.checkCircles(circle)));
            }
            if (!directory.contains(member)) {
                throw new LoadException(
                        "ensemble " + name + " contains models that are not available or ambiguous: " + member);
            }
            if (registry.status(member).versions().isEmpty()
                    || registry.status(member).latestReady().isEmpty()) {
                loadMember(member, path);
            }
        }
        path.remove(name);
    }

    /** A member that fails is reported by the check of its ensemble, with the member's own reason. */
    private void loadMember(String member, Set<String> path) {
        try {
            load(member, Optional.empty(), path);
        } catch (ServingException e) {
            if (registry.status(member).versions().isEmpty()) {
                throw new LoadException(e.getCause().getMessage(), e);
            }
        }
    }

    private void loadVersion(ModelConfig config, long version) {
        String name = config.getName();
        Optional<ModelStatus.Version> before =
                Optional.ofNullable(registry.status(name).versions().get(version));
        if (before.isEmpty() || !before.get().isReady()) {
            registry.update(name, status -> status.with(version, ModelStatus.Version.of(ModelState.LOADING, "")));
        }
        LoadedModel loaded = loader.load(config, version);
        registry.update(name, status -> status.with(version, ModelStatus.Version.ready(loaded)));
        before.flatMap(ModelStatus.Version::model)
                .ifPresent(old -> retiring.execute(() -> old.served().close()));
    }

    /** Notes why a load failed, at the versions it was about; what serves goes on serving. */
    private void fail(String name, String reason) {
        ModelStatus.Version failed = ModelStatus.Version.of(ModelState.UNAVAILABLE, reason);
        registry.update(name, status -> {
            ModelStatus noted = status;
            boolean anyNoted = false;
            for (Map.Entry<Long, ModelStatus.Version> version :
                    status.versions().entrySet()) {
                if (version.getValue().state() == ModelState.LOADING) {
                    noted = noted.with(version.getKey(), failed);
                    anyNoted = true;
                }
            }
            boolean unnoted = !anyNoted && status.latestReady().isEmpty();
            return unnoted
                    ? status.with(
                            status.versions().isEmpty() ? 1 : status.versions().lastKey(), failed)
                    : noted;
        });
    }

    /** A model, and every ensemble that needs it. */
    private void retire(String name) {
        registry.status(name).versions().keySet().forEach(number -> retire(name, number));
        registry.all().keySet().stream().filter(other -> dependsOn(other, name)).forEach(this::retire);
    }

    private void retire(String name, long number) {
        Optional<LoadedModel> loaded =
                registry.status(name).versions().get(number).model();
        if (loaded.isEmpty()) {
            registry.update(
                    name,
                    status ->
                            status.with(number, ModelStatus.Version.of(ModelState.UNAVAILABLE, ModelStatus.UNLOADED)));
            return;
        }
        registry.update(name, status -> status.with(number, ModelStatus.Version.of(ModelState.UNLOADING, "")));
        retiring.execute(() -> {
            loaded.get().served().close();
            registry.update(name, status -> {
                ModelStatus.Version now = status.versions().get(number);
                return now.state() == ModelState.UNLOADING
                        ? status.with(number, ModelStatus.Version.of(ModelState.UNAVAILABLE, ModelStatus.UNLOADED))
                        : status;
            });
        });
    }

    /** An ensemble whose member changed serves on only if it still fits. */
    private void checkAgain(String ensemble) {
        registry.status(ensemble)
                .versions()
                .forEach((number, version) -> version.model().ifPresent(model -> {
                    try {
                        loader.checkMembers(model.config());
                    } catch (LoadException e) {
                        retire(ensemble, number);
                    }
                }));
    }

    /** An ensemble that was asked for, and left service because a member did. */
    private boolean waitsForMembers(String name) {
        return registry.status(name).isUnloaded() && ModelConfigCheck.isEnsemble(directory.config(name));
    }

    private void loadAgain(String ensemble) {
        try {
            loader.checkMembers(loader.complete(ensemble, directory.config(ensemble)));
        } catch (LoadException e) {
            return; // Another member is missing still, or this one does not fit.
        }
        load(ensemble, Optional.empty(), new TreeSet<>());
    }

    private boolean isMember(String name) {
        return registry.all().keySet().stream().anyMatch(ensemble -> dependsOn(ensemble, name));
    }

    private boolean dependsOn(String ensemble, String member) {
        return registry.status(ensemble)
                .latestReady()
                .map(model -> members(model.config()).contains(member))
                .orElse(false);
    }

    private static Set<String> members(ModelConfig config) {
        Set<String> members = new TreeSet<>();
        config.getEnsembleScheduling().getStepList().stream()
                .map(Step::getModelName)
                .forEach(members::add);
        return members;
    }

    private static ModelConfig named(String name, ModelConfig config) {
        return config.getName().isEmpty() ? config.toBuilder().setName(name).build() : config;
    }
}
