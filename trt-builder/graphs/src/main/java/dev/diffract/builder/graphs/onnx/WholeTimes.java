package dev.diffract.builder.graphs.onnx;

import dev.diffract.builder.graphs.proto.NodeProto;
import dev.diffract.builder.graphs.proto.NodeProtoOrBuilder;
import dev.diffract.builder.graphs.proto.TensorProto;
import dev.diffract.builder.graphs.proto.TensorProto.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Lets a UNet take times between two timesteps of its training. Exporters declare the timestep as a whole number, or in half
 * precision, and most graphs do nothing with that but cast it to FP32; PyTorch's models get the fraction. Where that is all,
 * the input becomes FP32, and so does what lies before the cast. A graph that looks something up by the number needs it whole.
 */
public final class WholeTimes {

    private static final int FP32 = DataType.FLOAT.getNumber();

    /** Give in another shape what they read first. */
    private static final Set<String> SHAPING = Set.of(
            "Expand", "Flatten", "Gather", "Identity", "Reshape", "Slice", "Squeeze", "Tile", "Transpose", "Unsqueeze");

    /** Whole numbers and fractions alike. */
    private static final Set<String> ARITHMETIC = Set.of("Add", "Mul", "Neg", "Sub");

    private static final Set<String> SHAPE_ONLY = Set.of("Shape", "Size");

    private final GraphEditor graph;
    private final List<Runnable> changes = new ArrayList<>();

    private WholeTimes(GraphEditor graph) {
        this.graph = graph;
    }

    /**
     * The node for whose sake a graph has to get whole numbers, if there is one.
     *
     * @param time name of an input
     */
    public static Optional<String> neededBy(OnnxModel model, String time) {
        boolean whole = model.signature()
                .input(time)
                .filter(input -> whole(input.elementType()))
                .isPresent();
        return whole
                ? new WholeTimes(new GraphEditor(model.proto())).obstacle(time).map(WholeTimes::name)
                : Optional.empty();
    }

    /** The sentence for a graph that needs them. */
    public static String sentence(String time, String node) {
        return time + " stays a whole number, so that a fraction is cut off: " + node + " needs it whole";
    }

    /**
     * Makes an input FP32 that is whole or FP16, if the graph only casts it; leaves it as it is otherwise.
     *
     * @param time name of the input
     */
    static void lift(GraphEditor graph, String time) {
        int declared = graph.input(time).elementType();
        if (!whole(declared) && declared != DataType.FLOAT16.getNumber()) {
            return;
        }
        WholeTimes change = new WholeTimes(graph);
        Optional<NodeProto.Builder> obstacle = change.obstacle(time);
        if (obstacle.isEmpty()) {
            // The last first: what takes a node out names the tensor before it, which must still be there.
            for (int i = change.changes.size() - 1; i >= 0; i--) {
                change.changes.get(i).run();
            }
            graph.redeclare(time, FP32);
            graph.changed(time + ", declared as " + ElementTypes.name(declared)
                    + ", is taken as FP32 with its fraction; the graph only casts it");
        } else if (whole(declared)) {
            graph.changed(sentence(time, name(obstacle.get())));
        }
    }

    /** The first reader that would compute something else from FP32; notes what has to change for the others. */
    private Optional<NodeProto.Builder> obstacle(String tensor) {
        for (NodeProto.Builder node : graph.readers(tensor)) {
            Optional<NodeProto.Builder> obstacle = ofReader(node, tensor);
            if (obstacle.isPresent()) {
                return obstacle;
            }
        }
        return Optional.empty();
    }

    private Optional<NodeProto.Builder> ofReader(NodeProto.Builder node, String tensor) {
        String operator = node.getOpType();
        if (SHAPE_ONLY.contains(operator)) {
            return Optional.empty();
        }
        if (operator.equals("Cast")) {
            return ofCast(node, tensor);
        }
        if (SHAPING.contains(operator) && node.getInputList().lastIndexOf(tensor) == 0) {
            return obstacle(node.getOutput(0));
        }
        if (ARITHMETIC.contains(operator) && madeReal(node, tensor)) {
            return obstacle(node.getOutput(0));
        }
        return Optional.of(node);
    }

    private Optional<NodeProto.Builder> ofCast(NodeProto.Builder node, String tensor) {
        int to = (int) Nodes.find(node, "to")
                .map(attribute -> attribute.getI())
                .orElse(0L)
                .longValue();
        if (whole(to)) {
            changes.add(() -> graph.bypass(node, tensor));
            return obstacle(node.getOutput(0));
        }
        if (to == FP32) {
            changes.add(() -> graph.bypass(node, tensor));
        }
        return ElementTypes.floating(to) ? Optional.empty() : Optional.of(node);
    }

    /** Whether the other operands are whole constants, which are then noted to become FP32. */
    private boolean madeReal(NodeProto.Builder node, String tensor) {
        for (int i = 0; i < node.getInputCount(); i++) {
            String operand = node.getInput(i);
            if (operand.equals(tensor)) {
                continue;
            }
            Optional<TensorProto> constant = graph.constant(operand);
            Optional<List<Long>> values = constant.flatMap(Nodes::longs);
            if (values.isEmpty()) {
                return false;
            }
            int index = i;
            changes.add(() -> {
                String name = graph.unusedName(operand + "_fp32");
                graph.addConstant(Nodes.floats(name, constant.get().getDimsList(), values.get()));
                node.setInput(index, name);
            });
        }
        return true;
    }

    private static boolean whole(int type) {
        return type == DataType.INT64.getNumber() || type == DataType.INT32.getNumber();
    }

    private static String name(NodeProtoOrBuilder node) {
        return "node '" + node.getName() + "' (" + node.getOpType() + ")";
    }
}
