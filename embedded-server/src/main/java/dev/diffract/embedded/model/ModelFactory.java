package dev.diffract.embedded.model;

import dev.diffract.embedded.statistics.ModelCounters;
import dev.diffract.repository.proto.ModelConfig;
import java.nio.file.Path;

/** Makes something that runs of one version's files. */
@FunctionalInterface
public interface ModelFactory {

    /**
     * What is served, with what the factory adds to it of its own.
     *
     * @param config complete and checked, of a model that is no ensemble
     * @throws LoadException if a parameter of it is none that the factory can follow
     */
    default ModelConfig told(ModelConfig config) {
        return config;
    }

    /**
     * @param config complete and checked, of a model that is no ensemble
     * @param versionDirectory holds the file the configuration names
     * @param counters what the model does is counted here
     * @throws LoadException if the files and the configuration make no model
     */
    ServedModel create(ModelConfig config, Path versionDirectory, ModelCounters counters);
}
