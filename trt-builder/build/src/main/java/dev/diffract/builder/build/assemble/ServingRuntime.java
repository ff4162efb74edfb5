package dev.diffract.builder.build.assemble;

import dev.diffract.repository.layout.EngineTarget;
import dev.diffract.repository.pipeline.ModelRole;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a repository's models run on. */
public interface ServingRuntime {

    /** As manifests call it. */
    String id();

    /** Everything about it that a repository depends on, in any form that differs when it differs. */
    String describe();

    /**
     * Brings graphs into the form in which they are served.
     *
     * @param models every model that has a graph, changed for serving and compared with its original; in the order of
     *     {@link ModelRole}
     * @return one for each of them
     * @throws BuildException if one cannot be brought into that form
     */
    Map<ModelRole, ServedForm> serve(List<PlacedModel> models) throws IOException;

    /** The slice that the models are for; empty if any machine will do. */
    Optional<EngineTarget> target();
}
