package dev.diffract.repository.config;

import dev.diffract.repository.proto.ModelConfig;
import dev.diffract.repository.proto.ModelDynamicBatching;
import dev.diffract.repository.proto.ModelQueuePolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Triton's rules for {@code dynamic_batching}: preferred sizes, priority levels, ordering. */
final class BatchingCheck {

    private BatchingCheck() {}

    static List<String> check(ModelConfig config) {
        List<String> findings = new ArrayList<>();
        if (config.hasDynamicBatching()) {
            ModelDynamicBatching batching = config.getDynamicBatching();
            preferredSizes(config, batching, findings);
            priorities(config, batching, findings);
            ordering(config, batching, findings);
        }
        return findings;
    }

    private static void preferredSizes(ModelConfig config, ModelDynamicBatching batching, List<String> findings) {
        for (int size : batching.getPreferredBatchSizeList()) {
            if (size <= 0) {
                findings.add(
                        "dynamic batching preferred size must be positive for " + config.getName() + ", was " + size);
            } else if (size > config.getMaxBatchSize()) {
                findings.add("dynamic batching preferred size must be <= max batch size for " + config.getName() + ": "
                        + size + " is above " + config.getMaxBatchSize());
            }
        }
    }

    private static void priorities(ModelConfig config, ModelDynamicBatching batching, List<String> findings) {
        long levels = batching.getPriorityLevels();
        if (levels == 0) {
            return;
        }
        String range = "in range [1, " + levels + "] for " + config.getName();
        long standard = batching.getDefaultPriorityLevel();
        if (standard < 1 || standard > levels) {
            findings.add("default priority level must be " + range + ", was " + standard);
        }
        for (long level : batching.getPriorityQueuePolicyMap().keySet()) {
            if (level < 1 || level > levels) {
                findings.add("priority queue policy must have priority level " + range + ", was " + level);
            }
        }
    }

    private static void ordering(ModelConfig config, ModelDynamicBatching batching, List<String> findings) {
        if (!batching.getPreserveOrdering()) {
            return;
        }
        if (batching.getPriorityLevels() > 1) {
            findings.add("Only one priority level is allowed when 'preserve_ordering' is true for " + config.getName());
        }
        boolean delays = Stream.concat(
                        Stream.of(batching.getDefaultQueuePolicy()),
                        batching.getPriorityQueuePolicyMap().values().stream())
                .anyMatch(policy -> policy.getDefaultTimeoutMicroseconds() != 0
                        && policy.getTimeoutAction() == ModelQueuePolicy.TimeoutAction.DELAY);
        if (delays) {
            findings.add("Queue policy can not have DELAY as timeout action when 'preserve_ordering' is true for "
                    + config.getName());
        }
    }
}
