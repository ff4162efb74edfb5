package dev.diffract.builder.graphs;

import dev.diffract.builder.graphs.proto.GraphProto;
import dev.diffract.builder.graphs.proto.ModelProto;
import dev.diffract.builder.graphs.proto.NodeProto;
import dev.diffract.builder.graphs.proto.TensorProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What is put behind a graph, so that it gives something else than it did. */
public final class GraphEnd {

    /** What was its first output is called so from then on. */
    public static final String BEFORE = "as_before";

    private GraphEnd() {}

    /** More of a graph, which has to make its first output again. */
    @FunctionalInterface
    public interface More {

        /** @param output the name of what the graph gives */
        void add(GraphProto.Builder graph, String output);
    }

    /** Changes the graph in a file. */
    public static void append(Path file, More more) throws IOException {
        ModelProto model = ModelProto.parseFrom(Files.readAllBytes(file));
        GraphProto.Builder graph = model.getGraph().toBuilder();
        String output = graph.getOutput(0).getName();
        for (NodeProto.Builder node : graph.getNodeBuilderList()) {
            int made = node.getOutputList().indexOf(output);
            if (made >= 0) {
                node.setOutput(made, BEFORE);
            }
        }
        more.add(graph, output);
        Files.write(file, model.toBuilder().setGraph(graph).build().toByteArray());
    }

    /** A number of the graph's own. */
    public static TensorProto.Builder number(String name, float value) {
        return TensorProto.newBuilder()
                .setName(name)
                .setDataType(TensorProto.DataType.FLOAT.getNumber())
                .addFloatData(value);
    }

    /** A node of one output. */
    public static NodeProto.Builder node(String operator, String output, String... inputs) {
        return NodeProto.newBuilder()
                .setName(output + "_made")
                .setOpType(operator)
                .addAllInput(List.of(inputs))
                .addOutput(output);
    }
}
