package dev.diffract.embedded.model;

import dev.diffract.repository.proto.ModelConfig;
import dev.diffract.repository.proto.ModelInstanceGroup;
import dev.diffract.repository.proto.ModelInstanceGroup.Kind;
import dev.diffract.repository.proto.ModelOptimizationPolicy;
import java.util.Map;

/** What Triton fills in where a configuration is silent, for a server that has no GPU. */
final class ConfigDefaults {

    private static final Map<String, String> BACKENDS =
            Map.of("onnxruntime_onnx", "onnxruntime", "tensorrt_plan", "tensorrt");
    private static final Map<String, String> FILES = Map.of("onnxruntime", "model.onnx", "tensorrt", "model.plan");

    private ConfigDefaults() {}

    static ModelConfig complete(ModelConfig config) {
        ModelConfig.Builder complete = config.toBuilder();
        if (!config.hasVersionPolicy()) {
            complete.getVersionPolicyBuilder().getLatestBuilder().setNumVersions(1);
        }
        if (config.hasDynamicBatching()
                && config.getDynamicBatching().getPreferredBatchSizeCount() == 0
                && config.getMaxBatchSize() > 0) {
            complete.getDynamicBatchingBuilder().addPreferredBatchSize(config.getMaxBatchSize());
        }
        if (config.hasEnsembleScheduling()) {
            // What Triton notes after asking whether a member is decoupled.
            complete.getModelTransactionPolicyBuilder();
            return complete.build();
        }
        pinnedMemory(complete.getOptimizationBuilder());
        if (config.getBackend().isEmpty()) {
            complete.setBackend(BACKENDS.getOrDefault(config.getPlatform(), ""));
        }
        if (config.getPlatform().isEmpty()) {
            BACKENDS.forEach((platform, backend) -> {
                if (backend.equals(config.getBackend())) {
                    complete.setPlatform(platform);
                }
            });
        }
        if (config.getDefaultModelFilename().isEmpty()) {
            complete.setDefaultModelFilename(FILES.getOrDefault(complete.getBackend(), "model"));
        }
        instanceGroups(complete);
        return complete.build();
    }

    private static void pinnedMemory(ModelOptimizationPolicy.Builder optimization) {
        if (!optimization.hasInputPinnedMemory()) {
            optimization.getInputPinnedMemoryBuilder().setEnable(true);
        }
        if (!optimization.hasOutputPinnedMemory()) {
            optimization.getOutputPinnedMemoryBuilder().setEnable(true);
        }
    }

    private static void instanceGroups(ModelConfig.Builder config) {
        if (config.getInstanceGroupCount() == 0) {
            config.addInstanceGroup(ModelInstanceGroup.newBuilder().setName(config.getName()));
        }
        int index = 0;
        for (ModelInstanceGroup.Builder group : config.getInstanceGroupBuilderList()) {
            if (group.getName().isEmpty()) {
                group.setName(config.getName() + "_" + index);
            }
            if (group.getKind() == Kind.KIND_AUTO) {
                group.setKind(Kind.KIND_CPU);
            }
            if (group.getCount() == 0) {
                group.setCount(1);
            }
            index++;
        }
    }
}
