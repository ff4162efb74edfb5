package dev.diffract.builder.graphs.precision;

import dev.diffract.builder.graphs.proto.ModelProto;
import java.util.List;

/**
 * A graph that works in FP16.
 *
 * @param model strongly typed; external weights still lie where the source's do, and are converted when
 *     {@link dev.diffract.builder.graphs.onnx.OnnxModelWriter} writes the graph
 * @param losses what FP16 did to the stored numbers
 * @param changes sentences for the manifest
 */
public record HalfGraph(ModelProto model, Losses losses, List<String> changes) {

    public HalfGraph {
        changes = List.copyOf(changes);
    }

    /**
     * Numbers stored in FP16.
     *
     * @param numbers how many there are
     * @param vanished ones that were not zero and became zero: below 2^-25
     * @param subnormal ones that kept fewer than 11 bits: below 2^-14
     */
    public record Losses(long numbers, long vanished, long subnormal) {}
}
