package dev.diffract.builder.graphs.onnx;

import dev.diffract.builder.graphs.proto.TensorProto.DataType;
import dev.diffract.repository.kserve.TensorType;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** ONNX's element types: their numbers in a graph, their sizes, and their counterparts in the protocol. */
public final class ElementTypes {

    private static final Map<TensorType, DataType> TYPES = Map.ofEntries(
            Map.entry(TensorType.BOOL, DataType.BOOL),
            Map.entry(TensorType.UINT8, DataType.UINT8),
            Map.entry(TensorType.UINT16, DataType.UINT16),
            Map.entry(TensorType.UINT32, DataType.UINT32),
            Map.entry(TensorType.UINT64, DataType.UINT64),
            Map.entry(TensorType.INT8, DataType.INT8),
            Map.entry(TensorType.INT16, DataType.INT16),
            Map.entry(TensorType.INT32, DataType.INT32),
            Map.entry(TensorType.INT64, DataType.INT64),
            Map.entry(TensorType.FP16, DataType.FLOAT16),
            Map.entry(TensorType.BF16, DataType.BFLOAT16),
            Map.entry(TensorType.FP32, DataType.FLOAT),
            Map.entry(TensorType.FP64, DataType.DOUBLE),
            Map.entry(TensorType.BYTES, DataType.STRING));

    private ElementTypes() {}

    public static int number(TensorType type) {
        return TYPES.get(type).getNumber();
    }

    /** The protocol's type for a number in a graph, or empty if the protocol has none. */
    public static Optional<TensorType> of(int number) {
        return Arrays.stream(TensorType.values())
                .filter(type -> number(type) == number)
                .findFirst();
    }

    /** The protocol's name of a type where it has one, else ONNX's. */
    public static String name(int number) {
        DataType type = DataType.forNumber(number);
        return of(number).map(TensorType::wireName).orElse(type == null ? "type " + number : type.name());
    }

    /** Whether it is one of the types that weights have. */
    static boolean floating(int number) {
        DataType type = DataType.forNumber(number);
        return type == DataType.FLOAT
                || type == DataType.FLOAT16
                || type == DataType.BFLOAT16
                || type == DataType.DOUBLE;
    }

    /** Bits of one element, or empty for types without a fixed size and types this program does not know. */
    static Optional<Integer> bits(int number) {
        DataType type = DataType.forNumber(number);
        if (type == null) {
            return Optional.empty();
        }
        return switch (type) {
            case UINT2, INT2 -> Optional.of(2);
            case UINT4, INT4, FLOAT4E2M1 -> Optional.of(4);
            case UINT8, INT8, BOOL, FLOAT8E4M3FN, FLOAT8E4M3FNUZ, FLOAT8E5M2, FLOAT8E5M2FNUZ, FLOAT8E8M0 ->
                Optional.of(8);
            case UINT16, INT16, FLOAT16, BFLOAT16 -> Optional.of(16);
            case UINT32, INT32, FLOAT -> Optional.of(32);
            case UINT64, INT64, DOUBLE, COMPLEX64 -> Optional.of(64);
            case COMPLEX128 -> Optional.of(128);
            case STRING, UNDEFINED -> Optional.empty();
        };
    }
}
