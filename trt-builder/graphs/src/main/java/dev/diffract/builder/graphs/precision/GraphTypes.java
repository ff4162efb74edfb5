package dev.diffract.builder.graphs.precision;

import dev.diffract.builder.graphs.onnx.ElementTypes;
import dev.diffract.builder.graphs.onnx.GraphException;
import dev.diffract.builder.graphs.onnx.Nodes;
import dev.diffract.builder.graphs.proto.AttributeProto;
import dev.diffract.builder.graphs.proto.GraphProto;
import dev.diffract.builder.graphs.proto.NodeProto;
import dev.diffract.builder.graphs.proto.SparseTensorProto;
import dev.diffract.builder.graphs.proto.TensorProto.DataType;
import dev.diffract.builder.graphs.proto.ValueInfoProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The element type of every tensor of a graph, worked out from the inputs node by node, and with it the proof that the graph
 * is well formed: every tensor is made once, before it is read, and every node is given types it takes.
 */
final class GraphTypes {

    private final Map<String, Integer> types;
    private final Set<String> made = new HashSet<>();
    private final boolean strict;

    private GraphTypes(Map<String, Integer> outside, boolean strict) {
        this.types = new HashMap<>(outside);
        this.strict = strict;
    }

    /**
     * A graph as exporters write it.
     *
     * @throws GraphException if it is not well formed, or has types that cannot be served; the message names the node
     */
    static GraphTypes of(GraphProto graph) {
        GraphTypes types = new GraphTypes(Map.of(), false);
        types.read(graph);
        return types;
    }

    /**
     * A graph as TensorRT's strongly typed networks need it: nothing is cast unless a node says so.
     *
     * @throws GraphException if it is not
     */
    static void requireStronglyTyped(GraphProto graph) {
        new GraphTypes(Map.of(), true).read(graph);
    }

    /** ONNX's number of the tensor's type. */
    int of(String tensor) {
        return types.get(tensor);
    }

    /** Whether it is a tensor of the graph itself, not of one inside a node. */
    boolean knows(String tensor) {
        return types.containsKey(tensor);
    }

    boolean isReal(String tensor) {
        return TypeClass.REAL.has(of(tensor));
    }

    private void read(GraphProto graph) {
        graph.getInitializerList().forEach(tensor -> add(tensor.getName(), tensor.getDataType()));
        for (SparseTensorProto sparse : graph.getSparseInitializerList()) {
            throw new GraphException(
                    "tensor '" + sparse.getValues().getName() + "' is sparse, which TensorRT does not read");
        }
        Set<String> initialised = new HashSet<>(made);
        for (ValueInfoProto input : graph.getInputList()) {
            if (!initialised.contains(input.getName())) {
                add(input.getName(), declared(input));
            }
        }
        Set<String> all = new HashSet<>();
        graph.getNodeList().forEach(node -> all.addAll(node.getOutputList()));
        for (NodeProto node : graph.getNodeList()) {
            Nodes.forEachRead(node, tensor -> requireMade(node, tensor, all));
            List<Integer> outputs = outputs(node);
            for (int i = 0; i < node.getOutputCount(); i++) {
                if (!node.getOutput(i).isEmpty()) {
                    add(node.getOutput(i), outputs.get(i));
                }
            }
        }
        graph.getOutputList().forEach(this::requireDeclared);
    }

    private List<Integer> outputs(NodeProto node) {
        return switch (Operators.isStandard(node.getDomain()) ? node.getOpType() : "") {
            case "Constant" -> List.of(constant(node));
            case "If" -> branches(node);
            case "Loop" -> loop(node);
            default -> NodeTypes.outputs(node, inputs(node), strict);
        };
    }

    private List<Integer> inputs(NodeProto node) {
        return node.getInputList().stream()
                .map(tensor -> tensor.isEmpty() ? 0 : types.get(tensor))
                .toList();
    }

    private static int constant(NodeProto node) {
        for (AttributeProto attribute : node.getAttributeList()) {
            switch (attribute.getName()) {
                case "value" -> {
                    return attribute.getT().getDataType();
                }
                case "value_float", "value_floats" -> {
                    return DataType.FLOAT.getNumber();
                }
                case "value_int", "value_ints" -> {
                    return DataType.INT64.getNumber();
                }
                case "value_string", "value_strings" -> {
                    return DataType.STRING.getNumber();
                }
                default -> {
                    // no value: another attribute may hold it
                }
            }
        }
        throw new GraphException("node '" + node.getName() + "' (Constant) holds no value");
    }

    private List<Integer> branches(NodeProto node) {
        List<List<Integer>> branches = new ArrayList<>();
        for (AttributeProto attribute : node.getAttributeList()) {
            if (attribute.hasG()) {
                branches.add(inner(attribute.getG(), List.of()));
            }
        }
        if (branches.size() != 2
                || !branches.get(0).equals(branches.get(1))
                || branches.get(0).size() < node.getOutputCount()) {
            throw new GraphException("the branches of node '" + node.getName() + "' (If) do not give the same types");
        }
        return branches.get(0);
    }

    /** Of a loop's outputs the first are what it carries from round to round, the others are gathered from all rounds. */
    private List<Integer> loop(NodeProto node) {
        List<Integer> given = new ArrayList<>(List.of(DataType.INT64.getNumber(), DataType.BOOL.getNumber()));
        List<Integer> carried = inputs(node).subList(Math.min(2, node.getInputCount()), node.getInputCount());
        given.addAll(carried);
        GraphProto body = Nodes.find(node, "body")
                .map(AttributeProto::getG)
                .orElseThrow(() -> new GraphException("node '" + node.getName() + "' (Loop) has no body"));
        List<Integer> results = inner(body, given);
        if (results.size() < 1 + Math.max(carried.size(), node.getOutputCount())
                || !results.subList(1, 1 + carried.size()).equals(carried)) {
            throw new GraphException(
                    "node '" + node.getName() + "' (Loop) does not give what it carries the type it was given with");
        }
        return results.subList(1, results.size());
    }

    private List<Integer> inner(GraphProto graph, List<Integer> inputs) {
        GraphTypes inside = new GraphTypes(types, strict);
        inside.read(graph);
        for (int i = 0; i < Math.min(inputs.size(), graph.getInputCount()); i++) {
            String name = graph.getInput(i).getName();
            if (inside.of(name) != inputs.get(i)) {
                throw new GraphException("the graph inside takes '" + name + "' as "
                        + ElementTypes.name(inside.of(name)) + ", it is given " + ElementTypes.name(inputs.get(i)));
            }
        }
        return graph.getOutputList().stream()
                .map(output -> inside.of(output.getName()))
                .toList();
    }

    private void add(String tensor, int type) {
        if (!made.add(tensor)) {
            throw new GraphException("tensor '" + tensor + "' is made twice");
        }
        if (type == DataType.BFLOAT16.getNumber()) {
            throw new GraphException("tensor '" + tensor
                    + "' is BF16, whose 8 bits of precision FP16 cannot bring back: export the model in FP32 or FP16");
        }
        if (!TypeClass.ANY.has(type)) {
            throw new GraphException("tensor '" + tensor + "' is of " + ElementTypes.name(type)
                    + ", which TensorRT does not compute with");
        }
        types.put(tensor, type);
    }

    private void requireMade(NodeProto node, String tensor, Set<String> all) {
        if (!tensor.isEmpty() && !types.containsKey(tensor) && !madeInside(node, tensor)) {
            throw new GraphException("node '" + node.getName() + "' (" + node.getOpType() + ") reads '" + tensor + "', "
                    + (all.contains(tensor)
                            ? "which is made after it: the nodes are in a circle, or out of order"
                            : "which nothing makes"));
        }
    }

    private static boolean madeInside(NodeProto node, String tensor) {
        return node.getAttributeList().stream()
                .anyMatch(attribute -> (attribute.hasG() && makes(attribute.getG(), tensor))
                        || attribute.getGraphsList().stream().anyMatch(graph -> makes(graph, tensor)));
    }

    private static boolean makes(GraphProto graph, String tensor) {
        return graph.getInputList().stream().anyMatch(input -> input.getName().equals(tensor))
                || graph.getInitializerList().stream()
                        .anyMatch(value -> value.getName().equals(tensor))
                || graph.getNodeList().stream()
                        .anyMatch(node -> node.getOutputList().contains(tensor) || madeInside(node, tensor));
    }

    private static int declared(ValueInfoProto value) {
        if (!value.getType().hasTensorType()) {
            throw new GraphException("'" + value.getName() + "' is no tensor");
        }
        return value.getType().getTensorType().getElemType();
    }

    private void requireDeclared(ValueInfoProto output) {
        String name = output.getName();
        if (!types.containsKey(name)) {
            throw new GraphException("nothing makes the output '" + name + "'");
        }
        int declared = declared(output);
        if (declared != 0 && declared != of(name)) {
            throw new GraphException("the output '" + name + "' is declared as " + ElementTypes.name(declared)
                    + ", its node gives " + ElementTypes.name(of(name)));
        }
    }
}
