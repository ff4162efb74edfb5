package dev.diffract.builder.graphs.onnx;

import dev.diffract.builder.graphs.proto.TensorShapeProto.Dimension;
import dev.diffract.builder.graphs.proto.TypeProto;
import dev.diffract.builder.graphs.proto.ValueInfoProto;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * An input or output as the graph declares it.
 *
 * @param elementType ONNX's number of the type, 0 if it is no tensor
 * @param dims batch included; -1 is a dimension of any size; empty if the graph does not say its rank
 */
public record TensorInfo(String name, int elementType, Optional<List<Long>> dims) {

    /** A dimension of any size. */
    public static final long DYNAMIC = -1;

    static TensorInfo of(ValueInfoProto value) {
        TypeProto.Tensor tensor = value.getType().getTensorType();
        Optional<List<Long>> dims = tensor.hasShape()
                ? Optional.of(tensor.getShape().getDimList().stream()
                        .map(TensorInfo::dim)
                        .toList())
                : Optional.empty();
        return new TensorInfo(value.getName(), tensor.getElemType(), dims);
    }

    /** The size of a dimension, or {@link #DYNAMIC} if the graph leaves it or its rank open. */
    public long dim(int axis) {
        return dims.filter(known -> axis < known.size())
                .map(known -> known.get(axis))
                .orElse(DYNAMIC);
    }

    /** For messages: {@code sample FP32 [-1,4,-1,-1]}. */
    @Override
    public String toString() {
        String shape = dims.map(known -> known.stream().map(String::valueOf).collect(Collectors.joining(",", "[", "]")))
                .orElse("of unknown rank");
        return name + " " + ElementTypes.name(elementType) + " " + shape;
    }

    private static long dim(Dimension dimension) {
        return dimension.getValueCase() == Dimension.ValueCase.DIM_VALUE && dimension.getDimValue() > 0
                ? dimension.getDimValue()
                : DYNAMIC;
    }
}
