package dev.diffract.builder.build.engine;

import static dev.diffract.builder.build.engine.GraphParts.attribute;
import static dev.diffract.builder.build.engine.GraphParts.floats;
import static dev.diffract.builder.build.engine.GraphParts.ints;
import static dev.diffract.builder.graphs.proto.TensorProto.DataType.FLOAT;
import static dev.diffract.builder.graphs.proto.TensorProto.DataType.INT64;

import dev.diffract.builder.graphs.proto.AttributeProto;
import dev.diffract.builder.graphs.proto.GraphProto;
import dev.diffract.builder.graphs.proto.NodeProto;
import dev.diffract.builder.graphs.proto.TensorProto;
import java.util.Arrays;
import java.util.List;

/** Layers as the exporters write them, added to a graph one after the other; each returns the name of what it gives. */
abstract class GraphLayers {

    final GraphProto.Builder graph;
    private final WeightFile weights;
    private int nodes;

    GraphLayers(String name, WeightFile weights) {
        this.graph = GraphProto.newBuilder().setName(name);
        this.weights = weights;
    }

    String groupNorm(String name, String x, int channels) {
        String shape = node(name + ".shape", "Shape", List.of(x));
        String h = node(name + ".grouped", "Reshape", List.of(x, "groups"));
        h = node(name + ".instance", "InstanceNormalization", List.of(h, "norm_scale", "norm_shift"));
        h = node(name + ".restored", "Reshape", List.of(h, shape));
        h = node(name + ".scaled", "Mul", List.of(h, weight(name + ".weight", 1, 0.05, channels, 1, 1)));
        return node(name + ".out", "Add", List.of(h, weight(name + ".bias", 0, 0.02, channels, 1, 1)));
    }

    String layerNorm(String name, String x, int width) {
        return node(
                name,
                "LayerNormalization",
                List.of(x, weight(name + ".weight", 1, 0.05, width), weight(name + ".bias", 0, 0.02, width)),
                attribute("axis", -1));
    }

    String conv(String name, String x, int in, int out, int side, int stride) {
        double deviation = 1 / Math.sqrt((double) in * side * side);
        long pad = side / 2;
        return node(
                name,
                "Conv",
                List.of(
                        x,
                        weight(name + ".weight", 0, deviation, out, in, side, side),
                        weight(name + ".bias", 0, 0.02, out)),
                ints("pads", pad, pad, pad, pad),
                ints("strides", stride, stride));
    }

    String gemm(String name, String x, int in, int out) {
        String weight = weight(name + ".weight", 0, 1 / Math.sqrt(in), out, in);
        return node(name, "Gemm", List.of(x, weight, weight(name + ".bias", 0, 0.02, out)), attribute("transB", 1));
    }

    String matMul(String name, String x, int in, int out) {
        return node(name, "MatMul", List.of(x, weight(name + ".weight", 0, 1 / Math.sqrt(in), in, out)));
    }

    String linear(String name, String x, int in, int out) {
        return add(name + ".biased", matMul(name, x, in, out), weight(name + ".bias", 0, 0.02, out));
    }

    String silu(String name, String x) {
        return node(name + ".silu", "Mul", List.of(x, node(name + ".sigmoid", "Sigmoid", List.of(x))));
    }

    String add(String name, String left, String right) {
        return node(name, "Add", List.of(left, right));
    }

    String weight(String name, double mean, double deviation, long... dims) {
        graph.addInitializer(weights.tensor(name, mean, deviation, dims));
        return name;
    }

    void constant(String name, int count, float number) {
        float[] numbers = new float[count];
        Arrays.fill(numbers, number);
        graph.addInitializer(floats(numbers).toBuilder().setName(name));
    }

    String scalar(String name, float number) {
        graph.addInitializer(TensorProto.newBuilder()
                .setName(name)
                .setDataType(FLOAT.getNumber())
                .addFloatData(number));
        return name;
    }

    void longs(String name, long... numbers) {
        graph.addInitializer(TensorProto.newBuilder()
                .setName(name)
                .setDataType(INT64.getNumber())
                .addDims(numbers.length)
                .addAllInt64Data(Arrays.stream(numbers).boxed().toList()));
    }

    String shape(String name, long... dims) {
        String constant = name + ".dims" + nodes;
        longs(constant, dims);
        return constant;
    }

    String node(String output, String operator, List<String> inputs, AttributeProto... attributes) {
        nodes++;
        graph.addNode(NodeProto.newBuilder()
                .setName(output)
                .setOpType(operator)
                .addAllInput(inputs)
                .addOutput(output)
                .addAllAttribute(List.of(attributes)));
        return output;
    }

    void rename(String from, String to) {
        NodeProto.Builder last = graph.getNodeBuilder(graph.getNodeCount() - 1);
        last.setOutput(last.getOutputList().indexOf(from), to);
    }
}
