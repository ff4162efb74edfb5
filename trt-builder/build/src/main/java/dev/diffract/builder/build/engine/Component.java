package dev.diffract.builder.build.engine;

import dev.diffract.builder.build.assemble.ConvertedModel;
import dev.diffract.builder.build.assemble.ServedInterface;
import dev.diffract.builder.build.engine.GraphPreparation.Prepared;
import dev.diffract.repository.pipeline.ModelRole;
import java.nio.file.Path;

/**
 * A model on its way to an engine.
 *
 * @param model as it was for ONNX Runtime
 * @param served its interface as an engine
 * @param graph what is compiled
 * @param file where its engine file goes
 * @param weights size of the graph with its external data, in bytes
 * @param prepared how the graph was made
 */
record Component(ConvertedModel model, ServedInterface served, Path graph, Path file, long weights, Prepared prepared) {

    ModelRole role() {
        return model.role();
    }
}
