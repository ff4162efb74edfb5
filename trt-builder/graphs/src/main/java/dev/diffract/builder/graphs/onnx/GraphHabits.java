package dev.diffract.builder.graphs.onnx;

import dev.diffract.builder.graphs.proto.AttributeProto;
import dev.diffract.builder.graphs.proto.GraphProto;
import dev.diffract.builder.graphs.proto.NodeProto;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What an exporter did to a graph that keeps it from being served, or from being changed. */
public final class GraphHabits {

    private static final Set<String> SCALES_OF_THE_BATCH =
            Set.of("DynamicQuantizeLinear", "DynamicQuantizeMatMul", "DynamicQuantizeLSTM");
    private static final Set<String> QUANTISED = Set.of(
            "QuantizeLinear",
            "DequantizeLinear",
            "QLinearConv",
            "QLinearMatMul",
            "ConvInteger",
            "MatMulInteger",
            "MatMulNBits");
    private static final Set<String> STANDARD = Set.of("", "ai.onnx");

    private final List<NodeProto> nodes = new ArrayList<>();
    private final OnnxModel model;

    private GraphHabits(OnnxModel model) {
        this.model = model;
        collect(model.graph());
        model.proto()
                .getFunctionsList()
                .forEach(function -> function.getNodeList().forEach(this::add));
    }

    public static GraphHabits of(OnnxModel model) {
        return new GraphHabits(model);
    }

    /** Why pictures that are computed together would change each other or cannot be, as a sentence without its subject. */
    public Optional<String> dependsOnTheBatch() {
        Set<String> dynamic = operators(SCALES_OF_THE_BATCH);
        if (!dynamic.isEmpty()) {
            return Optional.of(
                    "it was quantised dynamically (" + String.join(", ", dynamic) + "): what it computes for a"
                            + " picture depends on the pictures computed with it. Export it in FP32 or FP16, or quantise it"
                            + " statically");
        }
        return insistingNode().map(node -> fixedBatch("node '" + node.getName() + "' (" + node.getOpType() + ") does"));
    }

    /** The sentence for a graph that cannot compute several pictures at once. */
    public static String fixedBatch(String why) {
        return "the graph fixes the batch, " + why + ": export it with a dynamic batch axis (torch.onnx.export:"
                + " dynamic_axes or dynamic_shapes for axis 0; Optimum: without --no-dynamic-axes and --batch_size)";
    }

    /** The operators that make it a quantised graph; empty if it is none. */
    public Collection<String> quantised() {
        return operators(QUANTISED);
    }

    /** Operators outside of standard ONNX, with their domain. */
    public Collection<String> foreign() {
        Set<String> foreign = new TreeSet<>();
        for (NodeProto node : nodes) {
            boolean local = model.proto().getFunctionsList().stream()
                    .anyMatch(function -> function.getName().equals(node.getOpType())
                            && function.getDomain().equals(node.getDomain()));
            if (!STANDARD.contains(node.getDomain()) && !local) {
                foreign.add(node.getDomain() + "." + node.getOpType());
            }
        }
        return foreign;
    }

    private Set<String> operators(Set<String> known) {
        Set<String> found = new TreeSet<>();
        nodes.stream().map(NodeProto::getOpType).filter(known::contains).forEach(found::add);
        return found;
    }

    /** The first node that only works with the batch that the signature fixes. */
    private Optional<NodeProto> insistingNode() {
        GraphEditor graph = new GraphEditor(model.proto());
        Set<String> batched = new HashSet<>();
        for (TensorInfo input : model.signature().inputs()) {
            boolean fixed =
                    input.dims().filter(dims -> dims.size() > 1).isPresent() && input.dim(0) != TensorInfo.DYNAMIC;
            if (fixed) {
                batched.add(input.name());
            }
        }
        for (NodeProto node : model.graph().getNodeList()) {
            boolean reads =
                    node.getInputCount() > 0 && node.getInputList().stream().anyMatch(batched::contains);
            if (!reads || node.getOpType().equals("Shape") || node.getOpType().equals("Size")) {
                continue;
            }
            if (batched.contains(node.getInput(0)) && insists(node, graph)) {
                return Optional.of(node);
            }
            batched.addAll(node.getOutputList());
        }
        return Optional.empty();
    }

    private static boolean insists(NodeProto node, GraphEditor graph) {
        return switch (node.getOpType()) {
            case "Reshape" ->
                numbers(node, graph)
                        .filter(shape -> !shape.isEmpty() && shape.get(0) > 0)
                        .isPresent();
            case "Squeeze" ->
                numbers(node, graph)
                        .or(() -> Nodes.find(node, "axes").map(AttributeProto::getIntsList))
                        .filter(axes -> axes.contains(0L))
                        .isPresent();
            default -> false;
        };
    }

    private static Optional<List<Long>> numbers(NodeProto node, GraphEditor graph) {
        return node.getInputCount() > 1 ? graph.constant(node.getInput(1)).flatMap(Nodes::longs) : Optional.empty();
    }

    private void collect(GraphProto graph) {
        graph.getNodeList().forEach(this::add);
    }

    private void add(NodeProto node) {
        nodes.add(node);
        for (AttributeProto attribute : node.getAttributeList()) {
            if (attribute.hasG()) {
                collect(attribute.getG());
            }
            attribute.getGraphsList().forEach(this::collect);
        }
    }
}
