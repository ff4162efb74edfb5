package dev.diffract.builder.graphs.onnx;

import dev.diffract.builder.graphs.proto.TensorShapeProto;
import dev.diffract.builder.graphs.proto.TensorShapeProto.Dimension;
import dev.diffract.builder.graphs.proto.TypeProto;
import dev.diffract.builder.graphs.proto.ValueInfoProto;
import java.util.List;

/** Declarations of inputs and outputs. */
final class ValueInfos {

    private static final String BATCH = "batch_size";

    private ValueInfos() {}

    static ValueInfoProto of(ServedTensor tensor) {
        return of(tensor.name(), ElementTypes.number(tensor.type()), tensor.graphDims());
    }

    /**
     * @param dims without the batch, which is put in front; -1 becomes a symbol of its own, because the sizes of two
     *     tensors need not agree
     */
    static ValueInfoProto of(String name, int elementType, List<Long> dims) {
        TensorShapeProto.Builder shape =
                TensorShapeProto.newBuilder().addDim(Dimension.newBuilder().setDimParam(BATCH));
        for (int axis = 1; axis <= dims.size(); axis++) {
            long size = dims.get(axis - 1);
            Dimension.Builder dim = Dimension.newBuilder();
            shape.addDim(size == TensorInfo.DYNAMIC ? dim.setDimParam(name + "_dim_" + axis) : dim.setDimValue(size));
        }
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(elementType)
                                .setShape(shape)))
                .build();
    }
}
