package dev.diffract.builder.graphs;

import dev.diffract.builder.graphs.proto.GraphProto;
import dev.diffract.builder.graphs.proto.ModelProto;
import dev.diffract.builder.graphs.proto.NodeProto;
import dev.diffract.builder.graphs.proto.TensorProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A graph that computes something else from the same inputs, as one does that was trained longer. */
public final class RetrainedGraph {

    /** Enough to be seen in the picture, little enough to draw one. */
    private static final float FACTOR = 0.9f;

    private RetrainedGraph() {}

    /** What it gives is less than before by a tenth. */
    public static void make(Path file) throws IOException {
        ModelProto model = ModelProto.parseFrom(Files.readAllBytes(file));
        GraphProto.Builder graph = model.getGraph().toBuilder();
        String output = graph.getOutput(0).getName();
        for (NodeProto.Builder node : graph.getNodeBuilderList()) {
            int made = node.getOutputList().indexOf(output);
            if (made >= 0) {
                node.setOutput(made, "as_before");
            }
        }
        graph.addInitializer(TensorProto.newBuilder()
                        .setName("factor")
                        .setDataType(TensorProto.DataType.FLOAT.getNumber())
                        .addFloatData(FACTOR))
                .addNode(NodeProto.newBuilder()
                        .setName("retrained")
                        .setOpType("Mul")
                        .addAllInput(List.of("as_before", "factor"))
                        .addOutput(output));
        Files.write(file, model.toBuilder().setGraph(graph).build().toByteArray());
    }
}
