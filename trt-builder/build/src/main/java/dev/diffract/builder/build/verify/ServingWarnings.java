package dev.diffract.builder.build.verify;

import dev.diffract.repository.config.VersionPolicies;
import dev.diffract.repository.layout.RepositoryPaths;
import dev.diffract.repository.proto.ModelConfig;
import dev.diffract.repository.proto.ModelDynamicBatching;
import dev.diffract.repository.proto.ModelQueuePolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What a server takes, and serves badly or otherwise than somebody expects. */
final class ServingWarnings {

    private ServingWarnings() {}

    static List<String> of(RepositoryPaths paths, ModelDirectories models) throws IOException {
        List<String> warnings = new ArrayList<>();
        for (Map.Entry<String, ModelConfig> model : models.configs().entrySet()) {
            if (hasQueuePolicy(model.getValue().getDynamicBatching())) {
                warnings.add("model " + model.getKey()
                        + ": its dynamic_batching has a queue policy or priorities, with which Triton leaves a free instance"
                        + " idle for up to 500 ms while requests wait: expected dynamic_batching { }");
            }
            doubtfulVersions(paths.model(model.getKey()))
                    .forEach(version -> warnings.add("models/" + model.getKey() + "/" + version
                            + " is no ordinary version: servers ignore it, or take it for another number; expected a number"
                            + " from 1 to 999999999"));
        }
        return warnings;
    }

    private static boolean hasQueuePolicy(ModelDynamicBatching batching) {
        return batching.getPriorityLevels() > 0
                || Stream.concat(
                                Stream.of(batching.getDefaultQueuePolicy()),
                                batching.getPriorityQueuePolicyMap().values().stream())
                        .anyMatch(ServingWarnings::limits);
    }

    private static boolean limits(ModelQueuePolicy policy) {
        return policy.getMaxQueueSize() > 0 || policy.getDefaultTimeoutMicroseconds() > 0;
    }

    private static List<String> doubtfulVersions(Path model) throws IOException {
        try (Stream<Path> children = Files.list(model)) {
            return children.filter(Files::isDirectory)
                    .map(child -> child.getFileName().toString())
                    .filter(name -> VersionPolicies.isDoubtful(name) && !VersionPolicies.isTooLarge(name))
                    .sorted()
                    .toList();
        }
    }
}
