package dev.diffract.builder.graphs.onnx;

import dev.diffract.builder.graphs.proto.NodeProto;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The layers of a CLIP text encoder. Each adds two things to its state: attention over the normalised state, and then an MLP
 * of the normalised state. So from what the final norm normalises, two additions lead back to the state before the last layer,
 * two more to the one before that, and so on to the embeddings.
 */
final class TextLayers {

    private static final Set<String> ATTENTION = Set.of("Attention", "MultiHeadAttention", "Softmax");
    /** What a layer normalisation begins with, as one node or as several. */
    private static final Set<String> NORM = Set.of("LayerNormalization", "ReduceMean", "Sub");

    private final DataFlow flow;

    private TextLayers(DataFlow flow) {
        this.flow = flow;
    }

    /**
     * What every layer gives, the last layer's first.
     *
     * @param last the state that the final norm normalises
     * @throws GraphException if the graph is not built of such layers
     */
    static List<String> states(DataFlow flow, String last) {
        TextLayers layers = new TextLayers(flow);
        List<String> states = new ArrayList<>();
        String state = last;
        for (Optional<Step> mlp = layers.step(state); mlp.isPresent(); mlp = layers.step(state)) {
            Optional<Step> attention = layers.step(mlp.get().from());
            if (mlp.get().attends() || attention.filter(Step::attends).isEmpty()) {
                throw new GraphException("'" + state
                        + "' is not the sum of a state, its attention and an MLP, as CLIP's layers give it");
            }
            states.add(state);
            state = attention.get().from();
        }
        if (states.isEmpty() || flow.before(state).stream().anyMatch(layers::attends)) {
            throw new GraphException("the layers before '" + state + "' are not built as CLIP's are");
        }
        return states;
    }

    /** The addition that made a state, if it added to an earlier one something computed from that one normalised. */
    private Optional<Step> step(String state) {
        Optional<NodeProto> sum =
                flow.maker(state).filter(node -> node.getOpType().equals("Add"));
        return sum.stream()
                .flatMap(node ->
                        Stream.of(step(node.getInput(0), node.getInput(1)), step(node.getInput(1), node.getInput(0))))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<Step> step(String operand, String added) {
        String from = flow.origin(operand);
        if (flow.constant(from) || !flow.before(added).contains(from)) {
            return Optional.empty();
        }
        List<NodeProto> way = flow.between(from, added);
        List<NodeProto> first = way.stream()
                .filter(node -> node.getInputList().stream()
                        .anyMatch(read -> flow.origin(read).equals(from)))
                .filter(node -> !flow.origin(node.getOutput(0)).equals(from))
                .filter(node -> !node.getOpType().equals("Shape"))
                .toList();
        boolean normalised = !first.isEmpty() && first.stream().allMatch(node -> NORM.contains(node.getOpType()));
        return normalised
                ? Optional.of(new Step(from, way.stream().anyMatch(node -> ATTENTION.contains(node.getOpType()))))
                : Optional.empty();
    }

    private boolean attends(String tensor) {
        return flow.maker(tensor)
                .filter(node -> ATTENTION.contains(node.getOpType()))
                .isPresent();
    }

    /**
     * @param from the state that was added to
     * @param attends whether tokens looked at each other in what was added
     */
    private record Step(String from, boolean attends) {}
}
