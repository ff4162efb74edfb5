package dev.diffract.embedded.model;

import dev.diffract.embedded.kserve.Cancellation;
import dev.diffract.embedded.kserve.ErrorCode;
import dev.diffract.embedded.kserve.InferenceRequest;
import dev.diffract.embedded.kserve.ServingException;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/** Every model of the repository and the state of its versions. Thread-safe. */
public final class ModelRegistry {

    private final Map<String, ModelStatus> models = new ConcurrentHashMap<>();

    /**
     * The version of a model that serves a request.
     *
     * @param version a number, or empty for the highest that is ready
     * @throws ServingException with Triton's status and sentence if there is none
     */
    public LoadedModel find(String name, String version) {
        ModelStatus status = models.get(name);
        if (status == null) {
            throw unknown(ErrorCode.NOT_FOUND, "'" + name + "' is not found");
        }
        if (version.isEmpty()) {
            return status.latestReady()
                    .orElseThrow(() -> unknown(ErrorCode.NOT_FOUND, "'" + name + "' has no available versions"));
        }
        ModelStatus.Version found = status.versions().get(number(version));
        if (found == null) {
            throw unknown(ErrorCode.NOT_FOUND, "'" + name + "' version " + version + " is not found");
        }
        if (!found.isReady()) {
            throw unknown(ErrorCode.UNAVAILABLE, "'" + name + "' version " + version + " is not at ready state");
        }
        return found.model().orElseThrow();
    }

    /**
     * Runs a request on the version that serves it.
     *
     * @return the version that took it, and its promise
     * @throws ServingException as {@link #find} and {@link LoadedModel#run}
     */
    @SuppressWarnings("ReferenceEquality") // which of two it is, not how they are
    public Call run(InferenceRequest request, Cancellation cancellation) {
        LoadedModel model = find(request.model(), request.version());
        try {
            return new Call(model, model.run(request, cancellation));
        } catch (ServingException e) {
            // A reload may have put another in its place between finding it and asking it.
            LoadedModel successor = find(request.model(), request.version());
            if (e.code() != ErrorCode.UNAVAILABLE || successor == model) {
                throw e;
            }
            return new Call(successor, successor.run(request, cancellation));
        }
    }

    /**
     * @param model the version that took a request
     * @param result what it promises
     */
    public record Call(LoadedModel model, CompletableFuture<ServedModel.Result> result) {}

    /** True if every model that was loaded is in service, or was taken out of it on purpose. */
    public boolean allReady() {
        return models.values().stream().allMatch(ModelStatus::isSettled);
    }

    /** All models that were ever loaded, by name. */
    public SortedMap<String, ModelStatus> all() {
        return new TreeMap<>(models);
    }

    ModelStatus status(String name) {
        return models.getOrDefault(name, ModelStatus.NEVER_LOADED);
    }

    void update(String name, UnaryOperator<ModelStatus> change) {
        models.compute(name, (key, old) -> change.apply(old == null ? ModelStatus.NEVER_LOADED : old));
    }

    private static long number(String version) {
        try {
            long number = Long.parseLong(version);
            if (number > 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw ServingException.invalid("failed to get model version from specified version string '" + version
                    + "' (details: stol), version should be an integral value > 0");
        }
        throw ServingException.invalid(
                "invalid model version specified '" + version + "' , version should be an integral value > 0");
    }

    private static ServingException unknown(ErrorCode code, String what) {
        return new ServingException(code, "Request for unknown model: " + what);
    }
}
