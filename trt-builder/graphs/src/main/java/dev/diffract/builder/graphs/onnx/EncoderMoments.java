package dev.diffract.builder.graphs.onnx;

import dev.diffract.builder.graphs.proto.NodeProto;
import dev.diffract.builder.graphs.proto.NodeProtoOrBuilder;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Finds, in a VAE encoder that draws its latent itself, the tensor of mean and log-variance that it draws from. Such a graph
 * ends in {@code mean + exp(0.5 · clamp(logvar)) · noise}, where mean and logvar are the two halves of one tensor; serving
 * gives that tensor, so that the draw can be repeated from a seed.
 */
public final class EncoderMoments {

    private static final Set<String> RANDOM = Set.of("RandomNormalLike", "RandomNormal");
    /** What may lie between a half and the place where the noise comes in. */
    private static final Set<String> PER_ELEMENT =
            Set.of("Cast", "Clip", "Div", "Exp", "Identity", "Max", "Min", "Mul", "Sqrt", "Pow");

    private static final Set<String> HALVING = Set.of("Slice", "Split");

    private final GraphEditor graph;
    private final String moments;

    private EncoderMoments(GraphEditor graph, String moments) {
        this.graph = graph;
        this.moments = moments;
    }

    /** The node that draws the noise, if the graph has one. */
    static Optional<NodeProto.Builder> randomNode(GraphEditor graph) {
        return RANDOM.stream()
                .flatMap(operator -> graph.nodesOf(operator).stream())
                .findFirst();
    }

    /**
     * The name of the tensor of mean and log-variance.
     *
     * @param sample the output as exported
     * @param moments the output that an encoder should be exported with
     * @throws GraphException if the graph draws no noise, or mean and deviation are not halves of one tensor
     */
    static String find(GraphEditor graph, String sample, String moments) {
        EncoderMoments encoder = new EncoderMoments(graph, moments);
        return encoder.behind(randomNode(graph)
                .orElseThrow(() -> new GraphException("it gives " + sample
                        + " without drawing noise: mean and log-variance cannot be found" + encoder.advice())));
    }

    private String behind(NodeProtoOrBuilder random) {
        Set<String> noisy = new HashSet<>();
        Set<String> joined = new LinkedHashSet<>();
        collect(random.getOutput(0), noisy, joined);
        joined.removeAll(noisy);
        Set<String> wholes = new LinkedHashSet<>();
        for (String tensor : joined) {
            if (graph.constant(tensor).isEmpty()) {
                wholes.add(whole(tensor));
            }
        }
        if (wholes.size() != 1) {
            throw new GraphException("its noise meets " + wholes.size()
                    + " different tensors, expected the mean and the deviation out of one"
                    + advice());
        }
        return wholes.iterator().next();
    }

    /** Follows the noise to the outputs; collects what it is multiplied with and added to on the way. */
    private void collect(String tensor, Set<String> noisy, Set<String> joined) {
        noisy.add(tensor);
        for (NodeProto.Builder node : graph.consumers(tensor)) {
            joined.addAll(node.getInputList());
            node.getOutputList().forEach(output -> collect(output, noisy, joined));
        }
    }

    /** The tensor that one of mean and deviation is a half of. */
    private String whole(String half) {
        NodeProto.Builder node = graph.producer(half)
                .filter(maker -> PER_ELEMENT.contains(maker.getOpType()) || HALVING.contains(maker.getOpType()))
                .orElseThrow(
                        () -> new GraphException("'" + half + "', which the noise is joined with, does not come from"
                                + " a tensor of mean and log-variance" + advice()));
        if (HALVING.contains(node.getOpType())) {
            return node.getInput(0);
        }
        String before = node.getInputList().stream()
                .filter(input -> !input.isEmpty() && graph.constant(input).isEmpty())
                .findFirst()
                .orElseThrow(() -> new GraphException("'" + half + "' is a constant, expected mean or deviation"));
        return whole(before);
    }

    private String advice() {
        return "; export it with " + moments + " as output";
    }
}
