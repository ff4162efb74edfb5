package dev.diffract.frontend.triton;

import dev.diffract.frontend.core.inference.TritonInstance;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The signatures of the models of every instance, as of the latest poll. Thread-safe. */
public final class SignatureBook {

    private final Map<TritonInstance, Map<String, ModelSignature>> signatures = new ConcurrentHashMap<>();

    /** Replaces what was known of an instance. */
    public void write(TritonInstance instance, Map<String, ModelSignature> models) {
        signatures.put(instance, Map.copyOf(models));
    }

    /** Loses what was known of an instance. */
    public void forget(TritonInstance instance) {
        signatures.remove(instance);
    }

    /** Empty if the instance does not serve the model, or was not asked yet. */
    public Optional<ModelSignature> find(TritonInstance instance, String model) {
        return Optional.ofNullable(signatures.getOrDefault(instance, Map.of()).get(model));
    }
}
