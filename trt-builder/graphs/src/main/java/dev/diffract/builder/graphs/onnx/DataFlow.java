package dev.diffract.builder.graphs.onnx;

import dev.diffract.builder.graphs.proto.NodeProto;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Who makes and who reads every tensor of a graph as it is at one moment: for questions about the ways data take. */
final class DataFlow {

    private static final Set<String> SAME_VALUES = Set.of("Cast", "Identity");

    private final List<NodeProto> nodes;
    private final Map<String, NodeProto> makers = new HashMap<>();
    private final Map<String, List<NodeProto>> readers = new HashMap<>();
    private final Set<String> varying;

    /**
     * @param inputs names of the graph's inputs, initialisers not among them
     */
    DataFlow(List<NodeProto> nodes, Collection<String> inputs) {
        this.nodes = nodes;
        for (NodeProto node : nodes) {
            node.getOutputList().forEach(output -> makers.put(output, node));
            Nodes.forEachRead(
                    node,
                    input -> readers.computeIfAbsent(input, name -> new ArrayList<>())
                            .add(node));
        }
        varying = reach(inputs, this::next);
    }

    Optional<NodeProto> maker(String tensor) {
        return Optional.ofNullable(makers.get(tensor));
    }

    List<NodeProto> readers(String tensor) {
        return readers.getOrDefault(tensor, List.of());
    }

    /** Whether the tensor is the same for all inputs of the graph. */
    boolean constant(String tensor) {
        return !varying.contains(tensor);
    }

    /** The tensor that this one repeats, perhaps in another type. */
    String origin(String tensor) {
        return maker(tensor)
                .filter(node -> SAME_VALUES.contains(node.getOpType()))
                .map(node -> origin(node.getInput(0)))
                .orElse(tensor);
    }

    /** The tensor and all it is computed from. */
    Set<String> before(String tensor) {
        return reach(List.of(tensor), this::previous);
    }

    /** The nodes on all ways between two tensors, in the graph's order. */
    List<NodeProto> between(String from, String to) {
        Set<String> ways = before(to);
        ways.retainAll(reach(List.of(from), this::next));
        return nodes.stream()
                .filter(node -> !node.getOutputList().contains(from))
                .filter(node -> node.getOutputList().stream().anyMatch(ways::contains))
                .toList();
    }

    private List<String> previous(String tensor) {
        List<String> read = new ArrayList<>();
        maker(tensor).ifPresent(node -> Nodes.forEachRead(node, read::add));
        return read;
    }

    private List<String> next(String tensor) {
        return readers(tensor).stream()
                .flatMap(node -> node.getOutputList().stream())
                .toList();
    }

    private static Set<String> reach(Collection<String> start, Function<String, List<String>> step) {
        Set<String> reached = new HashSet<>(start);
        Deque<String> open = new ArrayDeque<>(start);
        while (!open.isEmpty()) {
            step.apply(open.remove()).stream()
                    .filter(tensor -> !tensor.isEmpty() && reached.add(tensor))
                    .forEach(open::add);
        }
        return reached;
    }
}
