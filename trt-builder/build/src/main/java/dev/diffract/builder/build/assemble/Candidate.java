package dev.diffract.builder.build.assemble;

import dev.diffract.repository.pipeline.ModelRole;
import java.util.Optional;

/**
 * What a graph of a folder may be.
 *
 * @param role empty if it is no component that is known
 * @param named whether its inputs and outputs have the names that are usual for the role
 * @param fault why it cannot be served as that; empty if it can
 */
record Candidate(ExportedGraph graph, Optional<ModelRole> role, boolean named, Optional<String> fault) {

    boolean fits(ModelRole wanted) {
        return role.filter(wanted::equals).isPresent() && fault.isEmpty();
    }

    /** The file and what is wrong with it. */
    String sentence() {
        return graph.model().file() + ": " + fault.orElse("");
    }
}
