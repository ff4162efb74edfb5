package dev.diffract.repository.kserve;

import dev.diffract.repository.proto.DataType;
import java.util.Arrays;

/** Element types of KServe v2, with their names on the wire and in {@code config.pbtxt}. */
public enum TensorType {
    BOOL(1, DataType.TYPE_BOOL),
    UINT8(1, DataType.TYPE_UINT8),
    UINT16(2, DataType.TYPE_UINT16),
    UINT32(4, DataType.TYPE_UINT32),
    UINT64(8, DataType.TYPE_UINT64),
    INT8(1, DataType.TYPE_INT8),
    INT16(2, DataType.TYPE_INT16),
    INT32(4, DataType.TYPE_INT32),
    INT64(8, DataType.TYPE_INT64),
    FP16(2, DataType.TYPE_FP16),
    BF16(2, DataType.TYPE_BF16),
    FP32(4, DataType.TYPE_FP32),
    FP64(8, DataType.TYPE_FP64),
    /** Elements of varying length, each preceded by its length in four bytes: {@link #byteSize()} is 0. */
    BYTES(0, DataType.TYPE_STRING);

    private final int byteSize;
    private final DataType configType;

    TensorType(int byteSize, DataType configType) {
        this.byteSize = byteSize;
        this.configType = configType;
    }

    /** Bytes of one element; 0 for {@link #BYTES}. */
    public int byteSize() {
        return byteSize;
    }

    /** The type's name in {@code config.pbtxt}. */
    public DataType configType() {
        return configType;
    }

    /** The type's name in the protocol, for example {@code FP32}. */
    public String wireName() {
        return name();
    }

    /**
     * @param wireName a datatype string of the protocol
     * @throws IllegalArgumentException if the protocol has no such type
     */
    public static TensorType ofWireName(String wireName) {
        return Arrays.stream(values())
                .filter(type -> type.name().equals(wireName))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "unknown datatype '" + wireName + "', expected one of " + Arrays.toString(values())));
    }

    /**
     * @param configType a {@code data_type} of a {@code config.pbtxt}
     * @throws IllegalArgumentException if it is {@code TYPE_INVALID} or unknown
     */
    public static TensorType ofConfigType(DataType configType) {
        return Arrays.stream(values())
                .filter(type -> type.configType == configType)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("data_type " + configType + " names no tensor type"));
    }
}
