package dev.diffract.builder.nvidia.tensorrt;

import dev.diffract.builder.nvidia.tensorrt.TensorRtException.Reason;
import dev.diffract.builder.nvidia.tensorrt.abi.INetworkDefinition;
import dev.diffract.builder.nvidia.tensorrt.abi.ITensor;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** An input of a graph as TensorRT understood it. */
record NetworkInput(String name, Dims shape) {

    static List<NetworkInput> of(INetworkDefinition network) {
        return network.inputs().map(NetworkInput::of).toList();
    }

    private static NetworkInput of(ITensor tensor) {
        Dims shape = NativeShapes.of(tensor.dimensions())
                .orElseThrow(() -> new TensorRtException(
                        Reason.GRAPH,
                        "input '" + tensor.name() + "' has no number of dimensions; the graph must say it."));
        return new NetworkInput(tensor.name(), shape);
    }

    /** What keeps it from taking shapes of that range; empty if nothing does. */
    Optional<String> objection(ShapeRange range) {
        if (range.min().rank() != shape.rank()) {
            return Optional.of("has " + shape.rank() + " dimensions (" + shape + ")");
        }
        return IntStream.range(0, shape.rank())
                .filter(axis -> shape.sizes().get(axis) != Dims.DYNAMIC)
                .filter(axis -> !fixed(range, axis))
                .mapToObj(axis -> "has " + shape.sizes().get(axis) + " at dimension " + axis + " (" + shape + ")")
                .findFirst();
    }

    private boolean fixed(ShapeRange range, int axis) {
        Long size = shape.sizes().get(axis);
        return range.min().sizes().get(axis).equals(size)
                && range.max().sizes().get(axis).equals(size);
    }
}
