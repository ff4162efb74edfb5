package dev.diffract.builder.graphs.onnx;

import dev.diffract.builder.graphs.proto.AttributeProto;
import dev.diffract.builder.graphs.proto.GraphProto;
import dev.diffract.builder.graphs.proto.ModelProto;
import dev.diffract.builder.graphs.proto.OperatorSetIdProto;
import dev.diffract.builder.graphs.proto.TensorProto;
import java.util.Arrays;
import java.util.List;

/** A graph written from scratch, node by node. */
final class GraphSketch {

    private static final int IR_VERSION = 8;

    private final GraphProto.Builder graph;

    GraphSketch(String name) {
        graph = GraphProto.newBuilder().setName(name);
    }

    /** Adds a node with one output and returns that output's name. */
    String node(String operator, String output, List<String> inputs, AttributeProto... attributes) {
        graph.addNode(Nodes.node(operator, inputs, output).addAllAttribute(List.of(attributes)));
        return output;
    }

    String longs(String name, long... values) {
        graph.addInitializer(Nodes.longs(name, Arrays.stream(values).boxed().toList()));
        return name;
    }

    /** A whole number without dimensions. */
    String index(String name, long value) {
        graph.addInitializer(TensorProto.newBuilder()
                .setName(name)
                .setDataType(TensorProto.DataType.INT64.getNumber())
                .addInt64Data(value));
        return name;
    }

    /** A scalar. */
    String number(String name, float value) {
        graph.addInitializer(TensorProto.newBuilder()
                .setName(name)
                .setDataType(TensorProto.DataType.FLOAT.getNumber())
                .addFloatData(value));
        return name;
    }

    /** A number per channel of a [batch, channel, height, width] tensor. */
    String perChannel(String name, List<Float> values) {
        graph.addInitializer(TensorProto.newBuilder()
                .setName(name)
                .setDataType(TensorProto.DataType.FLOAT.getNumber())
                .addAllDims(List.of(1L, (long) values.size(), 1L, 1L))
                .addAllFloatData(values));
        return name;
    }

    ModelProto finish(int opset, List<ServedTensor> inputs, List<ServedTensor> outputs) {
        inputs.forEach(input -> graph.addInput(ValueInfos.of(input)));
        outputs.forEach(output -> graph.addOutput(ValueInfos.of(output)));
        return ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .setProducerName("diffract")
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(opset))
                .setGraph(graph)
                .build();
    }
}
