package dev.diffract.builder.graphs.precision;

import dev.diffract.builder.graphs.onnx.Nodes;
import dev.diffract.builder.graphs.precision.Operator.Kind;
import dev.diffract.builder.graphs.proto.GraphProto;
import dev.diffract.builder.graphs.proto.ModelProto;
import dev.diffract.builder.graphs.proto.NodeProto;
import java.util.List;

/**
 * A graph in FP16 for a machine that computes in FP32. ONNX Runtime has hardly any FP16 arithmetic on CPUs: it computes in
 * FP32 and takes casts out between neighbours, so that nothing is rounded and nothing overflows on the way. Two copies of a
 * tensor in a row are left alone by it while it optimises nothing, and hold what they hold in FP16. With them behind every
 * computed tensor the graph rounds as a GPU does that sums in FP32 and stores in FP16.
 */
public final class RoundedTensors {

    private RoundedTensors() {}

    /**
     * @param model strongly typed
     */
    public static ModelProto of(ModelProto model) {
        GraphTypes types = GraphTypes.of(model.getGraph());
        GraphProto.Builder graph = model.getGraph().toBuilder().clearNode();
        for (NodeProto node : model.getGraph().getNodeList()) {
            NodeProto.Builder unrounded = graph.addNodeBuilder().mergeFrom(node);
            boolean moves =
                    Operators.find(node).filter(op -> op.kind() == Kind.MOVING).isPresent();
            for (int i = 0; !moves && i < node.getOutputCount(); i++) {
                String tensor = node.getOutput(i);
                if (!tensor.isEmpty() && types.of(tensor) == TypePlan.HALF) {
                    String raw = tensor + "/unrounded";
                    String between = tensor + "/rounded";
                    unrounded.setOutput(i, raw);
                    graph.addNode(Nodes.node("Identity", List.of(raw), between).clearName());
                    graph.addNode(
                            Nodes.node("Identity", List.of(between), tensor).clearName());
                }
            }
        }
        return model.toBuilder().setGraph(graph).build();
    }
}
