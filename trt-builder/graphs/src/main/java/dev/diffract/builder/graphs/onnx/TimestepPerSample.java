package dev.diffract.builder.graphs.onnx;

import dev.diffract.builder.graphs.proto.NodeProto;
import dev.diffract.builder.graphs.proto.NodeProtoOrBuilder;
import dev.diffract.builder.graphs.proto.TensorProto;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Makes a UNet take one timestep per sample. Exporters write a scalar, or a vector of one, and broadcast it over the batch
 * inside the graph: Unsqueeze or Reshape to a vector, then Expand or Tile. With a vector of the batch's length as input those
 * nodes have nothing left to do, and are taken out; what lies between them (casts, scaling) works element by element and
 * stays.
 */
final class TimestepPerSample {

    private static final Set<String> ELEMENTWISE =
            Set.of("Add", "Cast", "Cos", "Div", "Exp", "Identity", "Log", "Mul", "Neg", "Pow", "Sin", "Sqrt", "Sub");

    private final GraphEditor graph;

    private TimestepPerSample(GraphEditor graph) {
        this.graph = graph;
    }

    /**
     * @param timestep name of the input, of rank 0 or 1
     * @throws GraphException if the graph uses a scalar in a way that cannot be told apart per sample
     */
    static void apply(GraphEditor graph, String timestep) {
        int rank = graph.input(timestep).dims().map(List::size).orElse(0);
        TimestepPerSample change = new TimestepPerSample(graph);
        if (rank == 0) {
            change.scalar(timestep);
            graph.changed("timestep, a scalar for the whole batch, became one value per sample");
        } else {
            boolean fixed = graph.input(timestep).dim(0) != TensorInfo.DYNAMIC;
            change.vector(timestep);
            if (fixed) {
                graph.changed("timestep, a vector of fixed length, became one value per sample");
            }
        }
    }

    /** {@code tensor} was one number without a shape and now is a vector. */
    private void scalar(String tensor) {
        for (NodeProto.Builder node : graph.consumers(tensor)) {
            String output = node.getOutput(0);
            switch (node.getOpType()) {
                case "Unsqueeze" -> unsqueezeScalar(node, tensor);
                case "Reshape" -> reshape(node, tensor);
                case "Expand" -> expand(node, tensor);
                case "Shape" -> throw unusable(node);
                default -> {
                    if (!ELEMENTWISE.contains(node.getOpType()) || !othersAreSingle(node, tensor)) {
                        throw unusable(node);
                    }
                    scalar(output);
                }
            }
        }
    }

    /** {@code tensor} was a vector of one, or one value per sample already, and now certainly is the latter. */
    private void vector(String tensor) {
        for (NodeProto.Builder node : graph.consumers(tensor)) {
            switch (node.getOpType()) {
                case "Expand", "Tile" -> expand(node, tensor);
                case "Reshape" -> reshape(node, tensor);
                case "Squeeze" -> {
                    scalar(node.getOutput(0));
                    graph.bypass(node, tensor);
                }
                case "Gather" -> firstElement(node, tensor);
                default -> {
                    if (ELEMENTWISE.contains(node.getOpType()) && othersAreSingle(node, tensor)) {
                        vector(node.getOutput(0));
                    }
                }
            }
        }
    }

    private void unsqueezeScalar(NodeProto.Builder node, String tensor) {
        List<Long> axes = axes(node).orElseThrow(() -> unusable(node));
        List<Long> others =
                axes.stream().filter(axis -> axis != 0 && axis != -axes.size()).toList();
        if (others.isEmpty()) {
            vector(node.getOutput(0));
            graph.bypass(node, tensor);
        } else {
            setAxes(node, others);
        }
    }

    private void reshape(NodeProto.Builder node, String tensor) {
        List<Long> shape =
                graph.constant(node.getInput(1)).flatMap(Nodes::longs).orElseThrow(() -> unusable(node));
        if (shape.isEmpty()) {
            scalar(node.getOutput(0));
            graph.bypass(node, tensor);
        } else if (shape.size() == 1) {
            vector(node.getOutput(0));
            graph.bypass(node, tensor);
        } else {
            List<Long> ones = shape.stream().map(size -> 1L).toList();
            List<Long> perSample = new ArrayList<>(ones);
            perSample.set(0, -1L);
            node.setInput(1, constant(node, perSample));
        }
    }

    private void expand(NodeProto.Builder node, String tensor) {
        if (node.getInput(0).equals(tensor) && length(node.getInput(1)).orElse(1) == 1) {
            vector(node.getOutput(0));
            graph.bypass(node, tensor);
        }
    }

    /** Taking the only element of a vector of one gives the scalar. */
    private void firstElement(NodeProto.Builder node, String tensor) {
        boolean scalarIndex = graph.constant(node.getInput(1))
                .filter(index -> index.getDimsCount() == 0)
                .isPresent();
        if (node.getInput(0).equals(tensor) && scalarIndex) {
            scalar(node.getOutput(0));
            graph.bypass(node, tensor);
        }
    }

    /** The length of a shape operand, where the graph shows it. */
    private Optional<Integer> length(String shape) {
        Optional<TensorProto> constant = graph.constant(shape);
        if (constant.isPresent()) {
            return constant.map(tensor -> tensor.getDimsCount() == 0 ? 1 : (int) tensor.getDims(0));
        }
        Optional<NodeProto.Builder> maker = graph.producer(shape);
        if (maker.isEmpty()) {
            return Optional.empty();
        }
        return switch (maker.get().getOpType()) {
            case "Concat" -> Optional.of(maker.get().getInputCount());
            case "Where" ->
                length(maker.get().getInput(1)).or(() -> length(maker.get().getInput(2)));
            default -> Optional.empty();
        };
    }

    private boolean othersAreSingle(NodeProtoOrBuilder node, String tensor) {
        return node.getInputList().stream()
                .filter(input -> !input.equals(tensor))
                .allMatch(input -> graph.constant(input)
                        .filter(constant -> constant.getDimsList().stream().allMatch(dim -> dim == 1)
                                && constant.getDimsCount() <= 1)
                        .isPresent());
    }

    /** Operator sets before 13 keep the axes in an attribute. */
    private Optional<List<Long>> axes(NodeProtoOrBuilder node) {
        return node.getInputCount() > 1
                ? graph.constant(node.getInput(1)).flatMap(Nodes::longs)
                : Nodes.find(node, "axes").map(attribute -> attribute.getIntsList());
    }

    private void setAxes(NodeProto.Builder node, List<Long> axes) {
        if (node.getInputCount() > 1) {
            node.setInput(1, constant(node, axes));
        } else {
            node.clearAttribute().addAttribute(Nodes.attribute("axes", axes));
        }
    }

    private String constant(NodeProtoOrBuilder node, List<Long> values) {
        String name = graph.unusedName(node.getOutput(0) + "_per_sample");
        graph.addConstant(Nodes.longs(name, values));
        return name;
    }

    private static GraphException unusable(NodeProtoOrBuilder node) {
        return new GraphException("timestep is a scalar, and node '" + node.getName() + "' (" + node.getOpType()
                + ") uses it in a way that cannot be made to work per sample");
    }
}
