package dev.diffract.builder.graphs.onnx;

import dev.diffract.builder.graphs.proto.NodeProto;
import dev.diffract.builder.graphs.proto.TensorProto;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The layer normalisation that an encoder ends in: (x - mean) / sqrt(variance + epsilon) · weight + bias over the last axis, as
 * one node or, from operator sets before 17, as several.
 *
 * @param input what it normalises
 * @param nodes from the input to the output, casts included, in the graph's order
 * @param weight name of the constant
 * @param bias name of the constant
 */
record FinalNorm(String input, List<NodeProto> nodes, String weight, String bias, double epsilon) {

    private static final double DEFAULT_EPSILON = 1e-5;
    private static final Set<String> PARTS =
            Set.of("Add", "Cast", "Div", "Identity", "LayerNormalization", "Mul", "Pow", "ReduceMean", "Sqrt", "Sub");

    /**
     * @param constants the value of a constant, if the graph shows it
     * @throws GraphException if something else makes the output
     */
    static FinalNorm find(DataFlow flow, String output, Function<String, Optional<TensorProto>> constants) {
        String end = flow.origin(output);
        NodeProto last = flow.maker(end).orElseThrow(() -> unknown(output));
        FinalNorm norm = switch (last.getOpType()) {
            case "LayerNormalization" -> fused(last, output);
            case "Add" -> decomposed(flow, last, output, constants);
            default -> throw unknown(output);
        };
        String input = flow.origin(norm.input);
        List<NodeProto> nodes = flow.between(input, output);
        for (NodeProto node : nodes) {
            boolean closed = node.getInputList().stream()
                    .allMatch(read -> read.equals(input)
                            || flow.constant(read)
                            || nodes.stream()
                                    .anyMatch(other -> other.getOutputList().contains(read)));
            if (!closed || !PARTS.contains(node.getOpType())) {
                throw unknown(output);
            }
        }
        return new FinalNorm(input, nodes, norm.weight, norm.bias, norm.epsilon);
    }

    /**
     * The same normalisation of another tensor.
     *
     * @param of what is normalised
     * @param end name of this one's result
     * @param output name of the copy's result; the names of its other tensors and of its nodes begin with it
     */
    List<NodeProto.Builder> copy(String of, String end, String output) {
        return nodes.stream()
                .map(node -> copy(node, name -> name.equals(end) ? output : output + "/" + name, of))
                .toList();
    }

    private NodeProto.Builder copy(NodeProto node, Function<String, String> renamed, String of) {
        NodeProto.Builder copy =
                node.toBuilder().setName(node.getName().isEmpty() ? "" : renamed.apply(node.getName()));
        for (int i = 0; i < node.getInputCount(); i++) {
            String read = node.getInput(i);
            if (read.equals(input)) {
                copy.setInput(i, of);
            } else if (nodes.stream().anyMatch(other -> other.getOutputList().contains(read))) {
                copy.setInput(i, renamed.apply(read));
            }
        }
        for (int i = 0; i < node.getOutputCount(); i++) {
            String made = node.getOutput(i);
            copy.setOutput(i, made.isEmpty() ? made : renamed.apply(made));
        }
        return copy;
    }

    private static FinalNorm fused(NodeProto node, String output) {
        long axis = Nodes.find(node, "axis").map(attribute -> attribute.getI()).orElse(-1L);
        if (node.getInputCount() < 3 || (axis != -1 && axis != 2)) {
            throw unknown(output);
        }
        double epsilon = Nodes.find(node, "epsilon")
                .map(attribute -> (double) attribute.getF())
                .orElse(DEFAULT_EPSILON);
        return new FinalNorm(node.getInput(0), List.of(), node.getInput(1), node.getInput(2), epsilon);
    }

    /** (x - mean) / sqrt(mean((x - mean)²) + epsilon) · weight + bias. */
    private static FinalNorm decomposed(
            DataFlow flow, NodeProto shift, String output, Function<String, Optional<TensorProto>> constants) {
        String bias = operand(flow, shift, true, output);
        NodeProto scale = require(flow, operand(flow, shift, false, output), "Mul", output);
        NodeProto division = require(flow, operand(flow, scale, false, output), "Div", output);
        NodeProto centre = require(flow, division.getInput(0), "Sub", output);
        NodeProto mean = require(flow, centre.getInput(1), "ReduceMean", output);
        NodeProto root = require(flow, division.getInput(1), "Sqrt", output);
        NodeProto variance = require(flow, root.getInput(0), "Add", output);
        if (!flow.origin(mean.getInput(0)).equals(flow.origin(centre.getInput(0)))) {
            throw unknown(output);
        }
        double epsilon = constants
                .apply(flow.origin(operand(flow, variance, true, output)))
                .flatMap(Nodes::number)
                .orElseThrow(() -> unknown(output));
        return new FinalNorm(centre.getInput(0), List.of(), operand(flow, scale, true, output), bias, epsilon);
    }

    private static NodeProto require(DataFlow flow, String tensor, String operator, String output) {
        return flow.maker(flow.origin(tensor))
                .filter(node -> node.getOpType().equals(operator))
                .orElseThrow(() -> unknown(output));
    }

    /** Of two operands, the one that is constant, or the one that is not. */
    private static String operand(DataFlow flow, NodeProto node, boolean constant, String output) {
        List<String> found = Stream.of(node.getInput(0), node.getInput(1))
                .filter(input -> flow.constant(input) == constant)
                .toList();
        if (found.size() != 1) {
            throw unknown(output);
        }
        return found.get(0);
    }

    private static GraphException unknown(String output) {
        return new GraphException(output + " is not made by a layer normalisation that is recognised");
    }
}
