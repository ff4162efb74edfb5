package dev.diffract.builder.build.bench;

import dev.diffract.builder.nvidia.tensorrt.DataType;
import dev.diffract.builder.nvidia.tensorrt.IoTensor;
import dev.diffract.repository.kserve.TensorType;
import java.util.Map;

/** TensorRT's element types and those of the served interface. */
final class TensorTypes {

    private static final Map<DataType, TensorType> SERVED = Map.of(
            DataType.FLOAT32, TensorType.FP32,
            DataType.FLOAT16, TensorType.FP16,
            DataType.INT64, TensorType.INT64,
            DataType.INT32, TensorType.INT32,
            DataType.UINT8, TensorType.UINT8,
            DataType.BOOL, TensorType.BOOL);

    private TensorTypes() {}

    /** @throws BenchException if no served model has such a type */
    static TensorType of(IoTensor tensor) {
        TensorType type = SERVED.get(tensor.type());
        if (type == null) {
            throw new BenchException("tensor '" + tensor.name() + "' of the engine is of type " + tensor.type()
                    + ", which no served model has: build the repository again");
        }
        return type;
    }
}
