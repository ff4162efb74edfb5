package dev.diffract.builder.graphs.onnx;

import dev.diffract.builder.graphs.proto.AttributeProto;
import dev.diffract.builder.graphs.proto.NodeProto;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * How often a graph halves the sides of a picture or a latent before it doubles them again. What it halves has to be even each
 * time, or the halves do not meet again what they came from.
 */
public final class Halvings {

    private static final Set<String> STRIDED = Set.of("Conv", "MaxPool", "AveragePool");
    private static final Set<String> ENLARGING = Set.of("Resize", "Upsample", "ConvTranspose");

    private Halvings() {}

    /** The most on any way through the graph; its nodes are in the order in which they run. */
    public static int of(OnnxModel model) {
        Map<String, Integer> levels = new HashMap<>();
        int most = 0;
        for (NodeProto node : model.graph().getNodeList()) {
            int level = node.getInputList().stream()
                    .mapToInt(input -> levels.getOrDefault(input, 0))
                    .max()
                    .orElse(0);
            int after = Math.max(0, level + change(node));
            node.getOutputList().forEach(output -> levels.put(output, after));
            most = Math.max(most, after);
        }
        return most;
    }

    private static int change(NodeProto node) {
        if (ENLARGING.contains(node.getOpType())) {
            return -1;
        }
        long stride = STRIDED.contains(node.getOpType())
                ? Nodes.find(node, "strides")
                        .map(AttributeProto::getIntsList)
                        .filter(strides -> !strides.isEmpty())
                        .map(Collections::max)
                        .orElse(1L)
                : 1;
        return Long.SIZE - Long.numberOfLeadingZeros(stride - 1);
    }
}
