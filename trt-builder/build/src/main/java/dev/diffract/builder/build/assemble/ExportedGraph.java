package dev.diffract.builder.build.assemble;

import dev.diffract.builder.graphs.onnx.OnnxModel;
import java.util.List;

/**
 * A component's graph as it was found.
 *
 * @param model with the family's names of what it takes and gives
 * @param renamed a sentence per tensor that its exporter called otherwise
 */
record ExportedGraph(OnnxModel model, List<String> renamed) {

    ExportedGraph {
        renamed = List.copyOf(renamed);
    }
}
