package dev.diffract.embedded.model;

import dev.diffract.embedded.statistics.ModelCounters;
import dev.diffract.repository.proto.ModelConfig;

/** Makes something that runs of an ensemble's configuration. */
@FunctionalInterface
public interface EnsembleFactory {

    /**
     * @param config complete, and checked against its members
     * @param members runs a step's request
     * @param counters what the ensemble does is counted here
     */
    ServedModel create(ModelConfig config, MemberCaller members, ModelCounters counters);
}
