package dev.diffract.tests.conformance;

import dev.diffract.builder.graphs.proto.AttributeProto;
import dev.diffract.builder.graphs.proto.GraphProto;
import dev.diffract.builder.graphs.proto.ModelProto;
import dev.diffract.builder.graphs.proto.NodeProto;
import dev.diffract.builder.graphs.proto.OperatorSetIdProto;
import dev.diffract.builder.graphs.proto.TensorProto;
import dev.diffract.builder.graphs.proto.TypeProto;
import dev.diffract.builder.graphs.proto.ValueInfoProto;
import java.util.List;

/** Graphs of a few nodes, small enough to be known by heart. */
final class TinyGraph {

    private static final int OPSET = 17;
    private static final int IR_VERSION = 8;

    private final GraphProto.Builder graph = GraphProto.newBuilder().setName("tiny");

    /**
     * @param dims a number, or a name for a dimension of any size
     */
    TinyGraph input(String name, TensorProto.DataType type, Object... dims) {
        graph.addInput(value(name, type, dims));
        return this;
    }

    TinyGraph output(String name, TensorProto.DataType type, Object... dims) {
        graph.addOutput(value(name, type, dims));
        return this;
    }

    TinyGraph constant(String name, float value) {
        graph.addInitializer(TensorProto.newBuilder()
                .setName(name)
                .setDataType(TensorProto.DataType.FLOAT.getNumber())
                .addFloatData(value));
        return this;
    }

    TinyGraph constant(String name, long... values) {
        TensorProto.Builder tensor = TensorProto.newBuilder()
                .setName(name)
                .setDataType(TensorProto.DataType.INT64.getNumber())
                .addDims(values.length);
        for (long value : values) {
            tensor.addInt64Data(value);
        }
        graph.addInitializer(tensor);
        return this;
    }

    TinyGraph node(String operator, List<String> inputs, String output) {
        graph.addNode(
                NodeProto.newBuilder().setOpType(operator).addAllInput(inputs).addOutput(output));
        return this;
    }

    TinyGraph cast(String input, TensorProto.DataType type, String output) {
        graph.addNode(NodeProto.newBuilder()
                .setOpType("Cast")
                .addInput(input)
                .addOutput(output)
                .addAttribute(AttributeProto.newBuilder()
                        .setName("to")
                        .setType(AttributeProto.AttributeType.INT)
                        .setI(type.getNumber())));
        return this;
    }

    byte[] bytes() {
        return ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPSET))
                .setGraph(graph)
                .build()
                .toByteArray();
    }

    private static ValueInfoProto value(String name, TensorProto.DataType type, Object... dims) {
        TypeProto.Tensor.Builder tensor = TypeProto.Tensor.newBuilder().setElemType(type.getNumber());
        for (Object dim : dims) {
            if (dim instanceof Integer number) {
                tensor.getShapeBuilder().addDimBuilder().setDimValue(number);
            } else {
                tensor.getShapeBuilder().addDimBuilder().setDimParam(dim.toString());
            }
        }
        tensor.getShapeBuilder();
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder().setTensorType(tensor))
                .build();
    }
}
