package dev.diffract.embedded.onnx;

import ai.onnxruntime.OnnxJavaType;
import dev.diffract.repository.kserve.TensorType;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** Element types that exist both in the protocol and in ONNX Runtime's Java interface. */
final class OnnxTypes {

    private static final Map<TensorType, OnnxJavaType> TYPES = Map.ofEntries(
            Map.entry(TensorType.BOOL, OnnxJavaType.BOOL),
            Map.entry(TensorType.UINT8, OnnxJavaType.UINT8),
            Map.entry(TensorType.INT8, OnnxJavaType.INT8),
            Map.entry(TensorType.INT16, OnnxJavaType.INT16),
            Map.entry(TensorType.INT32, OnnxJavaType.INT32),
            Map.entry(TensorType.INT64, OnnxJavaType.INT64),
            Map.entry(TensorType.FP16, OnnxJavaType.FLOAT16),
            Map.entry(TensorType.BF16, OnnxJavaType.BFLOAT16),
            Map.entry(TensorType.FP32, OnnxJavaType.FLOAT),
            Map.entry(TensorType.FP64, OnnxJavaType.DOUBLE),
            Map.entry(TensorType.BYTES, OnnxJavaType.STRING));

    private OnnxTypes() {}

    /** ONNX Runtime's name of a type, or empty for UINT16, UINT32 and UINT64, which its Java interface lacks. */
    static Optional<OnnxJavaType> of(TensorType type) {
        return Optional.ofNullable(TYPES.get(type));
    }

    /** The protocol's name of a type, or empty if it has none. */
    static Optional<TensorType> of(OnnxJavaType type) {
        return Arrays.stream(TensorType.values())
                .filter(candidate -> TYPES.get(candidate) == type)
                .findFirst();
    }
}
