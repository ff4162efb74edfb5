package dev.diffract.builder.graphs.onnx;

import dev.diffract.builder.graphs.proto.NodeProto;
import dev.diffract.builder.graphs.proto.TensorProto;
import java.util.Optional;
import java.util.Set;

/** Finds the table that a text encoder looks its tokens up in. */
public final class EmbeddingTable {

    /** What may lie between the ids or the stored table and the lookup. */
    private static final Set<String> SAME_ROWS = Set.of("Cast", "Identity", "Reshape", "DequantizeLinear");

    private EmbeddingTable() {}

    /** Rows of the table that is indexed with {@code ids}, or empty if the graph does not show it. */
    public static Optional<Long> rows(OnnxModel model, String ids) {
        GraphEditor graph = new GraphEditor(model.proto());
        return graph.nodesOf("Gather").stream()
                .filter(gather -> origin(graph, gather.getInput(1)).equals(ids))
                .flatMap(gather -> graph.constant(origin(graph, gather.getInput(0))).stream())
                .filter(table -> table.getDimsCount() == 2)
                .map(TensorProto::getDimsList)
                .map(dims -> dims.get(0))
                .findFirst();
    }

    private static String origin(GraphEditor graph, String tensor) {
        Optional<NodeProto.Builder> maker = graph.producer(tensor).filter(node -> SAME_ROWS.contains(node.getOpType()));
        return maker.map(node -> origin(graph, node.getInput(0))).orElse(tensor);
    }
}
