package dev.diffract.frontend.core.inference;

import dev.diffract.repository.kserve.Tensor;
import dev.diffract.repository.kserve.TensorType;
import java.nio.ByteBuffer;

/** Turns the tensors of an {@link InferenceCall} into the types a server asks for. */
public final class TensorTypes {

    private TensorTypes() {}

    /**
     * The same tensor with another element type. FP32 to an integer type cuts the fraction off, as diffusers' ONNX pipelines do
     * with timesteps; only repositories of earlier builders, and graphs that look times up, ask for that.
     *
     * @param tensor FP32 or INT64
     * @param type FP16, FP32, FP64, INT32, INT64, UINT32 or UINT64
     * @throws IllegalArgumentException for other types
     */
    public static Tensor convert(Tensor tensor, TensorType type) {
        if (tensor.type() == type) {
            return tensor;
        }
        return switch (tensor.type()) {
            case FP32 ->
                isFloating(type) && !tensor.rows().isEmpty()
                        ? Tensor.ofRows(tensor.name(), type, tensor.shape(), tensor.rows())
                        : isFloating(type)
                                ? Tensor.ofFloats(tensor.name(), type, tensor.shape(), tensor.floats())
                                : Tensor.ofLongs(tensor.name(), type, tensor.shape(), truncated(tensor.floats()));
            case INT64 -> Tensor.ofLongs(tensor.name(), type, tensor.shape(), longs(tensor));
            default -> throw new IllegalArgumentException("inputs are FP32 or INT64, not " + tensor);
        };
    }

    private static boolean isFloating(TensorType type) {
        return type == TensorType.FP16 || type == TensorType.FP32 || type == TensorType.FP64;
    }

    private static long[] truncated(float[] values) {
        long[] whole = new long[values.length];
        for (int i = 0; i < values.length; i++) {
            whole[i] = (long) values[i];
        }
        return whole;
    }

    private static long[] longs(Tensor tensor) {
        ByteBuffer data = tensor.data();
        long[] values = new long[Math.toIntExact(tensor.elementCount())];
        data.asLongBuffer().get(values);
        return values;
    }
}
