package dev.diffract.repository.config;

import dev.diffract.repository.proto.ModelConfig;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What Triton refuses about one configuration when it loads a model, without looking at the model's file. Every finding is
 * a sentence that names the model; unlike Triton, which stops at the first, all of them are listed.
 */
public final class ModelConfigCheck {

    /** The platform of an ensemble, which has no backend. */
    public static final String ENSEMBLE_PLATFORM = "ensemble";

    private static final Map<String, String> BACKEND_OF_PLATFORM = Map.of(
            "onnxruntime_onnx", "onnxruntime",
            "tensorrt_plan", "tensorrt",
            "pytorch_libtorch", "pytorch",
            "tensorflow_graphdef", "tensorflow",
            "tensorflow_savedmodel", "tensorflow");

    private ModelConfigCheck() {}

    /** Findings about a configuration read from a model's directory, whose name must be the model's. */
    public static List<String> check(String directory, ModelConfig config) {
        List<String> findings = new ArrayList<>();
        if (!config.getName().isEmpty() && !config.getName().equals(directory)) {
            findings.add("unexpected directory name '" + directory + "' for model '" + config.getName()
                    + "', directory name must equal model name");
        }
        findings.addAll(check(config));
        return findings;
    }

    /** Findings about a configuration by itself; empty if Triton would go on to the model's file. */
    public static List<String> check(ModelConfig config) {
        if (config.getName().isEmpty()) {
            return List.of("model configuration must specify 'name'");
        }
        List<String> findings = new ArrayList<>();
        platform(config, findings);
        if (config.getMaxBatchSize() < 0) {
            findings.add("'max_batch_size' must be non-negative value for " + config.getName() + ", was "
                    + config.getMaxBatchSize());
        }
        tensors(config, findings);
        findings.addAll(BatchTensorCheck.check(config));
        findings.addAll(BatchingCheck.check(config));
        if (config.hasEnsembleScheduling()) {
            findings.addAll(EnsembleGraphCheck.check(config));
        } else {
            findings.addAll(InstanceGroupCheck.check(config));
            findings.addAll(WarmupCheck.check(config));
        }
        return findings;
    }

    /** True if the configuration is an ensemble's. */
    public static boolean isEnsemble(ModelConfig config) {
        return config.hasEnsembleScheduling();
    }

    /** True if the model is an engine of TensorRT's. */
    public static boolean isTensorRt(ModelConfig config) {
        return config.getPlatform().equals("tensorrt_plan")
                || config.getBackend().equals("tensorrt");
    }

    private static void platform(ModelConfig config, List<String> findings) {
        boolean ensemble = config.getPlatform().equals(ENSEMBLE_PLATFORM);
        if (ensemble && !config.getBackend().isEmpty()) {
            findings.add(
                    "Ensemble model '" + config.getName() + "' must have platform type 'ensemble' and empty backend"
                            + " type, its backend is '" + config.getBackend() + "'");
        }
        if (ensemble && !config.hasEnsembleScheduling()) {
            findings.add(
                    "ensemble scheduling must be set for ensemble " + config.getName() + " whose platform is ensemble");
        }
        if (!ensemble && config.hasEnsembleScheduling()) {
            findings.add("ensemble scheduling cannot be set for model '" + config.getName()
                    + "' whose platform is not ensemble");
        }
        if (config.getPlatform().isEmpty() && config.getBackend().isEmpty()) {
            findings.add("must specify 'platform' or 'backend' for '" + config.getName() + "'");
        }
        if (!ensemble && !config.getPlatform().isEmpty()) {
            String expected = BACKEND_OF_PLATFORM.getOrDefault(config.getPlatform(), "");
            if (expected.isEmpty()
                    || (!config.getBackend().isEmpty() && !config.getBackend().equals(expected))) {
                findings.add("unexpected 'platform' and 'backend' pair for '" + config.getName() + "', got: "
                        + config.getPlatform() + ", " + config.getBackend());
            }
        }
    }

    private static void tensors(ModelConfig config, List<String> findings) {
        Set<String> names = new HashSet<>();
        config.getInputList().forEach(input -> {
            findings.addAll(TensorCheck.of(input, config).findings());
            if (!names.add(input.getName())) {
                findings.add("model input '" + input.getName() + "' is listed twice for " + config.getName());
            }
        });
        names.clear();
        config.getOutputList().forEach(output -> {
            findings.addAll(TensorCheck.of(output, config).findings());
            if (!names.add(output.getName())) {
                findings.add("model output '" + output.getName() + "' is listed twice for " + config.getName());
            }
        });
    }
}
