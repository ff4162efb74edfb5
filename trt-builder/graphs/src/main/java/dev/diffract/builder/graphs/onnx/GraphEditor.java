package dev.diffract.builder.graphs.onnx;

import dev.diffract.builder.graphs.proto.GraphProto;
import dev.diffract.builder.graphs.proto.ModelProto;
import dev.diffract.builder.graphs.proto.NodeProto;
import dev.diffract.builder.graphs.proto.TensorProto;
import dev.diffract.builder.graphs.proto.ValueInfoProto;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A graph while it is changed. Nodes stay in an order in which data can flow: what is put in front reads inputs and
 * constants only, what is appended may read everything.
 */
public final class GraphEditor {

    private final ModelProto model;
    private final List<NodeProto.Builder> nodes;
    private final Map<String, TensorProto> initializers = new LinkedHashMap<>();
    private final List<String> changes = new ArrayList<>();
    private List<ValueInfoProto> inputs;
    private List<ValueInfoProto> outputs;

    public GraphEditor(ModelProto model) {
        this.model = model;
        GraphProto graph = model.getGraph();
        nodes = graph.getNodeList().stream().map(NodeProto::toBuilder).collect(Collectors.toCollection(ArrayList::new));
        graph.getInitializerList().forEach(initializer -> initializers.put(initializer.getName(), initializer));
        inputs = new ArrayList<>(graph.getInputList());
        outputs = new ArrayList<>(graph.getOutputList());
    }

    /** Notes what was changed, in words for the manifest. */
    void changed(String sentence) {
        changes.add(sentence);
    }

    /** A sentence per change made so far. */
    public List<String> changes() {
        return List.copyOf(changes);
    }

    Optional<NodeProto.Builder> producer(String tensor) {
        return nodes.stream()
                .filter(node -> node.getOutputList().contains(tensor))
                .findFirst();
    }

    List<NodeProto.Builder> consumers(String tensor) {
        return nodes.stream()
                .filter(node -> node.getInputList().contains(tensor))
                .toList();
    }

    /** As {@link #consumers}, with nodes that only graphs inside them read it for. */
    List<NodeProto.Builder> readers(String tensor) {
        return nodes.stream()
                .filter(node -> {
                    Set<String> reads = new HashSet<>();
                    Nodes.forEachRead(node, reads::add);
                    return reads.contains(tensor);
                })
                .toList();
    }

    List<NodeProto.Builder> nodesOf(String operator) {
        return nodes.stream().filter(node -> node.getOpType().equals(operator)).toList();
    }

    /** The tensor's value, if it is an initialiser or made by a Constant node. */
    Optional<TensorProto> constant(String tensor) {
        if (initializers.containsKey(tensor)) {
            return Optional.of(initializers.get(tensor));
        }
        return producer(tensor)
                .filter(node -> node.getOpType().equals("Constant"))
                .flatMap(node -> Nodes.find(node, "value"))
                .map(attribute -> attribute.getT());
    }

    /** As declared at this moment; initialisers that are listed as inputs too are left out. */
    List<TensorInfo> inputs() {
        return inputs.stream()
                .filter(input -> !initializers.containsKey(input.getName()))
                .map(TensorInfo::of)
                .toList();
    }

    List<TensorInfo> outputs() {
        return outputs.stream().map(TensorInfo::of).toList();
    }

    TensorInfo input(String name) {
        return find(inputs(), name);
    }

    TensorInfo output(String name) {
        return find(outputs(), name);
    }

    /** Takes the node out; whoever read its output reads {@code tensor} instead. */
    void bypass(NodeProto.Builder node, String tensor) {
        replaceReads(node.getOutput(0), tensor);
        nodes.removeIf(candidate -> candidate == node);
    }

    void replaceReads(String from, String to) {
        nodes.forEach(node -> Nodes.replaceRead(node, from, to));
    }

    /** Gives a computed tensor another name, where it is made and where it is read. */
    void rename(String from, String to) {
        replaceReads(from, to);
        producer(from)
                .orElseThrow(() -> new GraphException("no node makes '" + from + "'"))
                .setOutput(indexOfOutput(from), to);
    }

    void addConstant(TensorProto constant) {
        initializers.put(constant.getName(), constant);
    }

    void addFirst(NodeProto.Builder node) {
        nodes.add(0, node);
    }

    void addLast(NodeProto.Builder node) {
        nodes.add(node);
    }

    /** A name that nothing in the graph has, made from {@code base}. */
    String unusedName(String base) {
        Set<String> used = new HashSet<>(initializers.keySet());
        inputs.forEach(input -> used.add(input.getName()));
        nodes.forEach(node -> {
            used.addAll(node.getOutputList());
            Nodes.forEachRead(node, used::add);
        });
        String name = base;
        for (int i = 1; used.contains(name); i++) {
            name = base + "_" + i;
        }
        return name;
    }

    /** The ways data take in the graph as it is now. */
    DataFlow flow() {
        return new DataFlow(
                nodes.stream().map(NodeProto.Builder::build).toList(),
                inputs().stream().map(TensorInfo::name).toList());
    }

    void addOutput(ValueInfoProto output) {
        outputs.add(output);
    }

    void addInput(ValueInfoProto input) {
        inputs.add(input);
    }

    /** Lets an input have another element type; what reads it is the caller's. */
    void redeclare(String input, int elementType) {
        inputs.replaceAll(declared -> {
            if (!declared.getName().equals(input)) {
                return declared;
            }
            ValueInfoProto.Builder other = declared.toBuilder();
            other.getTypeBuilder().getTensorTypeBuilder().setElemType(elementType);
            return other.build();
        });
    }

    /** Declares the inputs the served graph has, in this order. */
    void setInputs(List<ValueInfoProto> declared) {
        inputs = new ArrayList<>(declared);
    }

    /** Declares the outputs the served graph has, in this order. What only other outputs needed falls away. */
    void setOutputs(List<ValueInfoProto> declared) {
        outputs = new ArrayList<>(declared);
    }

    /**
     * The changed model, without nodes and initialisers that no output needs. Recorded shapes of inner tensors are dropped:
     * the changes may have made them wrong, and runtimes infer them.
     *
     * @throws GraphException if what is left needs an input that is not declared
     */
    public ModelProto build() {
        Set<String> needed =
                outputs.stream().map(ValueInfoProto::getName).collect(Collectors.toCollection(HashSet::new));
        List<NodeProto> kept = new ArrayList<>();
        for (int i = nodes.size() - 1; i >= 0; i--) {
            NodeProto.Builder node = nodes.get(i);
            if (node.getOutputList().stream().anyMatch(needed::contains)) {
                kept.add(node.build());
                Nodes.forEachRead(node, needed::add);
            }
        }
        Collections.reverse(kept);
        requireInputs(needed);
        GraphProto.Builder graph = model.getGraph().toBuilder()
                .clearNode()
                .clearInitializer()
                .clearSparseInitializer()
                .clearInput()
                .clearOutput()
                .clearValueInfo()
                .clearQuantizationAnnotation();
        graph.addAllNode(kept).addAllInput(inputs).addAllOutput(outputs);
        initializers.values().stream()
                .filter(initializer -> needed.contains(initializer.getName()))
                .forEach(graph::addInitializer);
        model.getGraph().getSparseInitializerList().stream()
                .filter(sparse -> needed.contains(sparse.getValues().getName()))
                .forEach(graph::addSparseInitializer);
        return model.toBuilder().setGraph(graph).build();
    }

    private void requireInputs(Set<String> needed) {
        Set<String> missing = Signature.of(model.getGraph()).inputs().stream()
                .map(TensorInfo::name)
                .filter(needed::contains)
                .collect(Collectors.toCollection(TreeSet::new));
        inputs.forEach(input -> missing.remove(input.getName()));
        if (!missing.isEmpty()) {
            throw new GraphException(
                    "its outputs depend on inputs that serving does not have: " + String.join(", ", missing));
        }
    }

    private int indexOfOutput(String tensor) {
        return producer(tensor).orElseThrow().getOutputList().indexOf(tensor);
    }

    private static TensorInfo find(List<TensorInfo> tensors, String name) {
        return tensors.stream()
                .filter(tensor -> tensor.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new GraphException("it has no tensor '" + name + "' among its inputs or outputs"));
    }
}
