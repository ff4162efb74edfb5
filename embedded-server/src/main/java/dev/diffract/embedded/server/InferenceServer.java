package dev.diffract.embedded.server;

import dev.diffract.embedded.fault.FaultInjector;
import dev.diffract.embedded.kserve.Cancellation;
import dev.diffract.embedded.kserve.ErrorCode;
import dev.diffract.embedded.kserve.InferenceRequest;
import dev.diffract.embedded.kserve.InferenceResponse;
import dev.diffract.embedded.kserve.ServingException;
import dev.diffract.embedded.model.LoadedModel;
import dev.diffract.embedded.model.ModelDirectory;
import dev.diffract.embedded.model.ModelManager;
import dev.diffract.embedded.model.ModelRegistry;
import dev.diffract.embedded.model.ModelStatus;
import dev.diffract.repository.proto.ModelConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** All that the protocol offers, in no protocol's terms. Thread-safe. */
public final class InferenceServer {

    /** Name in the server's metadata: nobody shall take it for Triton. */
    public static final String NAME = "diffract-embedded";

    /** Parts of the protocol beyond its core. */
    public static final List<String> EXTENSIONS = List.of(
            "model_repository",
            "model_repository(unload_dependents)",
            "schedule_policy",
            "model_configuration",
            "binary_tensor_data",
            "parameters",
            "statistics");

    private final ModelDirectory directory;
    private final ModelRegistry registry;
    private final ModelManager manager;
    private final FaultInjector faults;
    private final Runnable crash;
    private final boolean explicitControl;
    private final AtomicInteger inFlight = new AtomicInteger();
    private volatile boolean exiting;

    /**
     * @param crash ends the process at once
     * @param explicitControl whether clients may load and unload
     */
    public InferenceServer(
            ModelDirectory directory,
            ModelRegistry registry,
            ModelManager manager,
            FaultInjector faults,
            Runnable crash,
            boolean explicitControl) {
        this.directory = directory;
        this.registry = registry;
        this.manager = manager;
        this.faults = faults;
        this.crash = crash;
        this.explicitControl = explicitControl;
    }

    /** True if every model that was loaded serves, and the server is not stopping. */
    public boolean isReady() {
        return !exiting && registry.allReady();
    }

    /**
     * A version in service.
     *
     * @throws ServingException as {@link ModelRegistry#find}
     */
    public LoadedModel model(String name, String version) {
        return registry.find(name, version);
    }

    /**
     * True if a version is in service; false also if there is no such model or version.
     *
     * @throws ServingException INVALID_ARGUMENT if the version is no number
     */
    public boolean isReady(String name, String version) {
        try {
            model(name, version);
            return true;
        } catch (ServingException e) {
            if (e.code() == ErrorCode.INVALID_ARGUMENT) {
                throw e;
            }
            return false;
        }
    }

    /** Numbers of all versions of a model that are ready. */
    public List<Long> readyVersions(String name) {
        ModelStatus status = registry.all().get(name);
        return status == null
                ? List.of()
                : status.versions().entrySet().stream()
                        .filter(entry -> entry.getValue().isReady())
                        .map(Map.Entry::getKey)
                        .toList();
    }

    /**
     * Versions in service, for statistics and metrics.
     *
     * @param name empty for every model
     * @param version empty for every version
     * @throws ServingException INVALID_ARGUMENT if a model or version was named that is not in service
     */
    public List<LoadedModel> loaded(String name, String version) {
        List<LoadedModel> loaded = new ArrayList<>();
        registry.all().forEach((model, status) -> {
            if (name.isEmpty() || name.equals(model)) {
                status.versions().values().stream()
                        .filter(ModelStatus.Version::isReady)
                        .flatMap(ready -> ready.model().stream())
                        .forEach(loaded::add);
            }
        });
        if (!name.isEmpty() && loaded.isEmpty()) {
            throw ServingException.invalid("requested model '" + name + "' is not available");
        }
        if (!version.isEmpty()) {
            loaded.removeIf(model -> !Long.toString(model.version()).equals(version));
            if (loaded.isEmpty()) {
                throw ServingException.invalid("requested model version is not available for model '" + name + "'");
            }
        }
        return loaded;
    }

    /** Every model of the repository by name, also those never loaded. */
    public Map<String, Optional<ModelStatus>> index() {
        Map<String, Optional<ModelStatus>> index = new TreeMap<>();
        directory.names().forEach(name -> index.put(name, Optional.empty()));
        registry.all().forEach((name, status) -> index.put(name, Optional.of(status)));
        return index;
    }

    /**
     * @param replacement a configuration to use in place of the file's
     * @throws ServingException as {@link ModelManager#load}, or UNAVAILABLE if clients may not
     */
    public void load(String name, Optional<ModelConfig> replacement) {
        requireControl();
        manager.load(name, replacement);
    }

    /**
     * @param dependents whether the members of an ensemble go with it
     * @throws ServingException as {@link ModelManager#unload}, or UNAVAILABLE if clients may not
     */
    public void unload(String name, boolean dependents) {
        requireControl();
        manager.unload(name, dependents);
    }

    /** Runs one request; every failure is a {@link ServingException} in the future. */
    public CompletableFuture<InferenceResponse> infer(InferenceRequest request, Cancellation cancellation) {
        if (exiting) {
            return CompletableFuture.failedFuture(refused(request));
        }
        switch (faults.request(request.model())) {
            case CRASH -> crash.run();
            case HANG -> {
                return new CompletableFuture<>();
            }
            case UNAVAILABLE -> {
                return CompletableFuture.failedFuture(
                        new ServingException(ErrorCode.UNAVAILABLE, request.label() + "injected fault: unavailable"));
            }
            case SERVE -> {
                // The way of every request without a fault.
            }
        }
        inFlight.incrementAndGet();
        return run(request, cancellation).whenComplete((response, failure) -> inFlight.decrementAndGet());
    }

    /** As Triton answers, which takes its models out of service first: the same words as where somebody unloaded them. */
    private static ServingException refused(InferenceRequest request) {
        String model = "Request for unknown model: '" + request.model() + "'";
        return request.version().isEmpty()
                ? new ServingException(ErrorCode.NOT_FOUND, model + " has no available versions")
                : new ServingException(
                        ErrorCode.UNAVAILABLE, model + " version " + request.version() + " is not at ready state");
    }

    /**
     * For what a server that is stopping tells nobody any more.
     *
     * @param sentence that it says instead
     * @throws ServingException UNAVAILABLE if it is stopping
     */
    public void requireAccepting(String sentence) {
        if (exiting) {
            throw new ServingException(ErrorCode.UNAVAILABLE, sentence);
        }
    }

    /** Requests that are being served. */
    public int inFlight() {
        return inFlight.get();
    }

    /** Refuses further requests; those in flight go on. */
    public void stopAccepting() {
        exiting = true;
    }

    /** Gives everything back, after what the models accepted is done. */
    public void close() {
        manager.close();
    }

    private CompletableFuture<InferenceResponse> run(InferenceRequest request, Cancellation cancellation) {
        try {
            ModelRegistry.Call call = registry.run(request, cancellation);
            return call.result()
                    .thenApply(result -> new InferenceResponse(
                            call.model().config().getName(), call.model().version(), request.id(), result.outputs()));
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(ServingException.of(e));
        }
    }

    private void requireControl() {
        if (!explicitControl) {
            throw new ServingException(
                    ErrorCode.UNAVAILABLE,
                    "explicit model load / unload is not allowed unless the server was started with"
                            + " --model-control-mode explicit");
        }
    }
}
