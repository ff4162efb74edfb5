package dev.diffract.builder.build.assemble;

import dev.diffract.repository.layout.EngineRecord;
import dev.diffract.repository.proto.ModelConfig;
import java.util.List;
import java.util.Optional;

/**
 * How a model is served.
 *
 * @param served what it takes and gives now
 * @param config everything that depends on the runtime: platform, file, largest batch, batching, instances, optimisation
 * @param changes what was changed in the graph for this runtime, a sentence each
 * @param engine how it was built, if it is one
 */
public record ServedForm(
        ServedInterface served, ModelConfig config, List<String> changes, Optional<EngineRecord> engine) {

    public ServedForm {
        changes = List.copyOf(changes);
    }
}
