package dev.diffract.builder.build.assemble;

import dev.diffract.repository.layout.EngineTarget;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
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
     *     {@link dev.diffract.repository.pipeline.ModelRole}
     * @param versions where each model's files go: empty directories, in the same order
     * @return in the same order
     * @throws BuildException if one cannot be brought into that form
     */
    List<ServedForm> serve(List<ConvertedModel> models, List<Path> versions) throws IOException;

    /** The slice that the models are for; empty if any machine will do. */
    Optional<EngineTarget> target();
}
