package dev.diffract.embedded.model;

import dev.diffract.embedded.statistics.ModelCounters;
import dev.diffract.repository.proto.ModelConfig;
import java.nio.file.Path;

/** Makes something that runs of one version's files. */
@FunctionalInterface
public interface ModelFactory {

    /**
     * @param config complete and checked, of a model that is no ensemble
     * @param versionDirectory holds the file the configuration names
     * @param counters what the model does is counted here
     * @throws LoadException if the files and the configuration make no model
     */
    ServedModel create(ModelConfig config, Path versionDirectory, ModelCounters counters);
}
