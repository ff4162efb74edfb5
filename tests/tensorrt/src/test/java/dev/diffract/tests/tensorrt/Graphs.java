package dev.diffract.tests.tensorrt;

import dev.diffract.builder.graphs.proto.GraphProto;
import dev.diffract.builder.graphs.proto.ModelProto;
import dev.diffract.builder.graphs.proto.NodeProto;
import dev.diffract.builder.graphs.proto.OperatorSetIdProto;
import dev.diffract.builder.graphs.proto.TensorProto;
import dev.diffract.builder.graphs.proto.TensorShapeProto;
import dev.diffract.builder.graphs.proto.TensorShapeProto.Dimension;
import dev.diffract.builder.graphs.proto.TypeProto;
import dev.diffract.builder.graphs.proto.ValueInfoProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Small ONNX files: one node from {@code x} to {@code y}. */
public final class Graphs {

    private Graphs() {}

    /** Both of shape [batch, 4]. */
    public static Path withOperator(String operator, Path folder) throws IOException {
        return write(
                operator,
                TensorShapeProto.newBuilder()
                        .addDim(Dimension.newBuilder().setDimParam("batch"))
                        .addDim(Dimension.newBuilder().setDimValue(4))
                        .build(),
                folder);
    }

    /** Both of shape [batch, 4, height, width], as latents are. */
    public static Path ofLatents(String operator, Path folder) throws IOException {
        return write(
                operator,
                TensorShapeProto.newBuilder()
                        .addDim(Dimension.newBuilder().setDimParam("batch"))
                        .addDim(Dimension.newBuilder().setDimValue(4))
                        .addDim(Dimension.newBuilder().setDimParam("height"))
                        .addDim(Dimension.newBuilder().setDimParam("width"))
                        .build(),
                folder);
    }

    private static Path write(String operator, TensorShapeProto shape, Path folder) throws IOException {
        GraphProto graph = GraphProto.newBuilder()
                .setName("one node")
                .addInput(tensor("x", shape))
                .addOutput(tensor("y", shape))
                .addNode(NodeProto.newBuilder()
                        .setName("the_node")
                        .setOpType(operator)
                        .addInput("x")
                        .addOutput("y"))
                .build();
        ModelProto model = ModelProto.newBuilder()
                .setIrVersion(8)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17))
                .setGraph(graph)
                .build();
        return Files.write(folder.resolve(operator + ".onnx"), model.toByteArray());
    }

    private static ValueInfoProto tensor(String name, TensorShapeProto shape) {
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(TensorProto.DataType.FLOAT_VALUE)
                                .setShape(shape)))
                .build();
    }
}
