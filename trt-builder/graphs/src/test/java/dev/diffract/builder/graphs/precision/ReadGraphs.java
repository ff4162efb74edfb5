package dev.diffract.builder.graphs.precision;

import static dev.diffract.builder.graphs.proto.TensorProto.DataType.FLOAT;

import dev.diffract.builder.graphs.proto.GraphProto;
import dev.diffract.builder.graphs.proto.NodeProto;
import dev.diffract.builder.graphs.proto.TensorProto;
import java.util.List;

/** What the tests of islands look for in a graph. */
final class ReadGraphs {

    private ReadGraphs() {}

    /** The first outputs of all nodes that give FP32 and are no casts of ours. */
    static List<String> singles(GraphProto graph) {
        GraphTypes types = GraphTypes.of(graph);
        return graph.getNodeList().stream()
                .filter(node -> !node.getName().endsWith("/Cast"))
                .map(node -> node.getOutput(0))
                .filter(tensor -> types.of(tensor) == FLOAT.getNumber())
                .toList();
    }

    static List<String> operators(GraphProto graph) {
        return graph.getNodeList().stream().map(NodeProto::getOpType).toList();
    }

    static List<NodeProto> casts(GraphProto graph) {
        return graph.getNodeList().stream()
                .filter(node -> node.getOpType().equals("Cast"))
                .toList();
    }

    static TensorProto constant(GraphProto graph, String name) {
        return graph.getInitializerList().stream()
                .filter(tensor -> tensor.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
