package dev.diffract.tests.e2e;

import dev.diffract.builder.graphs.proto.GraphProto;
import dev.diffract.builder.graphs.proto.ModelProto;
import dev.diffract.builder.graphs.proto.NodeProto;
import dev.diffract.builder.graphs.proto.TensorProto;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A graph that overflows in use, as engines in FP16 do, although it builds. */
final class OverflowingGraph {

    private OverflowingGraph() {}

    static void copy(Path from, Path to) {
        try (Stream<Path> paths = Files.walk(from)) {
            for (Path path : paths.toList()) {
                Files.copy(path, to.resolve(from.relativize(path).toString()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What it computes becomes NaN where a number of an input is beyond ±limit: √(limit − |input|) is none there. */
    static void make(Path file, String input, float limit) throws IOException {
        ModelProto model = ModelProto.parseFrom(Files.readAllBytes(file));
        GraphProto.Builder graph = model.getGraph().toBuilder();
        String output = graph.getOutput(0).getName();
        for (NodeProto.Builder node : graph.getNodeBuilderList()) {
            int made = node.getOutputList().indexOf(output);
            if (made >= 0) {
                node.setOutput(made, "raw");
            }
        }
        graph.addInitializer(TensorProto.newBuilder()
                        .setName("limit")
                        .setDataType(TensorProto.DataType.FLOAT.getNumber())
                        .addFloatData(limit))
                .addNode(node("Abs", "size", input))
                .addNode(node("ReduceMax", "largest", "size"))
                .addNode(node("Sub", "room", "limit", "largest"))
                .addNode(node("Sqrt", "root", "room"))
                .addNode(node("Sub", "zero_or_nan", "root", "root"))
                .addNode(node("Add", output, "raw", "zero_or_nan"));
        Files.write(file, model.toBuilder().setGraph(graph).build().toByteArray());
    }

    private static NodeProto node(String operator, String output, String... inputs) {
        return NodeProto.newBuilder()
                .setName(output + "_made")
                .setOpType(operator)
                .addAllInput(List.of(inputs))
                .addOutput(output)
                .build();
    }
}
