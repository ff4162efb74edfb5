package dev.diffract.builder.build.engine;

import dev.diffract.builder.build.assemble.ServedInterface;
import dev.diffract.builder.build.engine.GraphPreparation.Prepared;
import dev.diffract.repository.pipeline.ModelRole;
import java.nio.file.Path;

/**
 * A component in FP16, as an engine is built from it.
 *
 * @param graph its file, external data beside it
 * @param served what it takes and gives
 * @param prepared what was changed, and how far it is from the graph in FP32
 */
public record HalfModel(ModelRole role, Path graph, ServedInterface served, Prepared prepared) {}
