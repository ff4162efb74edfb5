package dev.diffract.builder.graphs.precision;

import dev.diffract.builder.graphs.onnx.Nodes;
import dev.diffract.builder.graphs.proto.AttributeProto;
import dev.diffract.builder.graphs.proto.GraphProto;
import dev.diffract.builder.graphs.proto.NodeProto;
import dev.diffract.builder.graphs.proto.TensorProto;
import dev.diffract.builder.graphs.proto.TensorProto.DataType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * A graph to be converted, without the casts between real types or to the same type, and without the copies of constants that exporters write: who
 * read those reads their origin. Constants are initialisers and the values of Constant nodes alike.
 */
final class Flow {

    private final GraphTypes types;
    private final Map<String, TensorProto> constants = new LinkedHashMap<>();
    private final Map<String, String> origins = new HashMap<>();
    private final List<Step> steps = new ArrayList<>();
    private final Map<String, Integer> makers = new HashMap<>();
    private final Map<String, List<Integer>> readers = new HashMap<>();
    private final Set<String> inputs = new LinkedHashSet<>();
    private final Set<String> outputs = new HashSet<>();

    Flow(GraphProto graph) {
        types = GraphTypes.of(graph);
        graph.getInitializerList().forEach(tensor -> constants.put(tensor.getName(), tensor));
        graph.getInputList().stream()
                .map(input -> input.getName())
                .filter(input -> !constants.containsKey(input))
                .forEach(inputs::add);
        graph.getNodeList().forEach(this::add);
        graph.getOutputList().forEach(output -> outputs.add(origin(output.getName())));
    }

    List<Step> steps() {
        return steps;
    }

    /** The tensor itself, or what it is a cast or copy of. */
    String origin(String tensor) {
        return origins.getOrDefault(tensor, tensor);
    }

    GraphTypes types() {
        return types;
    }

    Optional<TensorProto> constant(String origin) {
        return Optional.ofNullable(constants.get(origin));
    }

    /** By name: those stored with the graph in its order, then those of Constant nodes. */
    Map<String, TensorProto> constants() {
        return constants;
    }

    /** The index of the step that makes the tensor; empty for inputs and constants. */
    OptionalInt maker(String origin) {
        Integer maker = makers.get(origin);
        return maker == null ? OptionalInt.empty() : OptionalInt.of(maker);
    }

    /** The indexes of the steps that read the tensor. */
    List<Integer> readers(String origin) {
        return readers.getOrDefault(origin, List.of());
    }

    boolean isInput(String origin) {
        return inputs.contains(origin);
    }

    boolean isOutput(String origin) {
        return outputs.contains(origin);
    }

    /** Every name of a tensor that stays. */
    Set<String> names() {
        Set<String> names = new HashSet<>(inputs);
        names.addAll(constants.keySet());
        steps.forEach(step -> {
            names.addAll(step.node().getOutputList());
            Nodes.forEachRead(step.node(), names::add);
        });
        return names;
    }

    private void add(NodeProto node) {
        if (isStandard(node, "Constant") && types.isReal(node.getOutput(0))) {
            constants.put(node.getOutput(0), value(node));
        } else if (isCopy(node)) {
            origins.put(node.getOutput(0), origin(node.getInput(0)));
        } else {
            addStep(node);
        }
    }

    private boolean isCopy(NodeProto node) {
        if (isStandard(node, "Cast")) {
            boolean real = types.isReal(node.getInput(0)) && types.isReal(node.getOutput(0));
            return real || types.of(node.getInput(0)) == types.of(node.getOutput(0));
        }
        return isStandard(node, "Identity")
                && types.isReal(node.getInput(0))
                && constants.containsKey(origin(node.getInput(0)));
    }

    private void addStep(NodeProto source) {
        NodeProto.Builder node = source.toBuilder();
        for (int i = 0; i < node.getInputCount(); i++) {
            node.setInput(i, origin(node.getInput(i)));
        }
        boolean inside = source.getAttributeList().stream()
                .anyMatch(attribute -> attribute.hasG() || attribute.getGraphsCount() > 0);
        if (inside) {
            Set<String> captured = new LinkedHashSet<>();
            Nodes.forEachRead(source, captured::add);
            captured.stream()
                    .filter(tensor -> !origin(tensor).equals(tensor))
                    .forEach(tensor -> Nodes.replaceRead(node, tensor, origin(tensor)));
        }
        int index = steps.size();
        Set<String> reads = new LinkedHashSet<>();
        Nodes.forEachRead(node, reads::add);
        reads.removeIf(tensor -> tensor.isEmpty() || !types.knows(tensor));
        reads.forEach(tensor ->
                readers.computeIfAbsent(tensor, key -> new ArrayList<>()).add(index));
        node.getOutputList().forEach(tensor -> makers.put(tensor, index));
        List<String> real = reads.stream().filter(types::isReal).toList();
        List<String> makes = node.getOutputList().stream()
                .filter(tensor -> !tensor.isEmpty() && types.isReal(tensor))
                .toList();
        steps.add(new Step(
                index,
                node.build(),
                inside ? Optional.empty() : Operators.find(node),
                real,
                makes,
                type(source, makes)));
    }

    /** Looked up in the source's own words: an origin may have another type than the cast of it that the node reads. */
    private int type(NodeProto source, List<String> makes) {
        return makes.stream()
                .findFirst()
                .or(() -> source.getInputList().stream()
                        .filter(tensor -> !tensor.isEmpty() && types.isReal(tensor))
                        .findFirst())
                .map(types::of)
                .orElse(0);
    }

    private static boolean isStandard(NodeProto node, String operator) {
        return node.getOpType().equals(operator) && Operators.isStandard(node.getDomain());
    }

    private static TensorProto value(NodeProto node) {
        TensorProto.Builder value = TensorProto.newBuilder();
        for (AttributeProto attribute : node.getAttributeList()) {
            switch (attribute.getName()) {
                case "value" -> value.mergeFrom(attribute.getT());
                case "value_float" ->
                    value.setDataType(DataType.FLOAT.getNumber()).addFloatData(attribute.getF());
                case "value_floats" ->
                    value.setDataType(DataType.FLOAT.getNumber())
                            .addDims(attribute.getFloatsCount())
                            .addAllFloatData(attribute.getFloatsList());
                default -> {
                    // says nothing of the value
                }
            }
        }
        return value.setName(node.getOutput(0)).build();
    }
}
