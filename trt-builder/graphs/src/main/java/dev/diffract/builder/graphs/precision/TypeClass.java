package dev.diffract.builder.graphs.precision;

import dev.diffract.builder.graphs.proto.TensorProto.DataType;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** Sets of element types that operators take. Types that are in none, as texts and complex numbers, are served nowhere. */
enum TypeClass {
    REAL(EnumSet.of(DataType.FLOAT16, DataType.FLOAT, DataType.DOUBLE), "FP16, FP32 or FP64"),
    INDEX(EnumSet.of(DataType.INT32, DataType.INT64), "INT32 or INT64"),
    NUMBER(
            EnumSet.of(
                    DataType.FLOAT16,
                    DataType.FLOAT,
                    DataType.DOUBLE,
                    DataType.INT8,
                    DataType.INT16,
                    DataType.INT32,
                    DataType.INT64,
                    DataType.UINT8,
                    DataType.UINT16,
                    DataType.UINT32,
                    DataType.UINT64),
            "a number"),
    ANY(
            EnumSet.of(
                    DataType.FLOAT16,
                    DataType.FLOAT,
                    DataType.DOUBLE,
                    DataType.INT8,
                    DataType.INT16,
                    DataType.INT32,
                    DataType.INT64,
                    DataType.UINT8,
                    DataType.UINT16,
                    DataType.UINT32,
                    DataType.UINT64,
                    DataType.BOOL),
            "a number or BOOL");

    private final Set<DataType> types;
    private final String words;

    TypeClass(Set<DataType> types, String words) {
        this.types = types;
        this.words = words;
    }

    /** By its word in {@code operators.txt}. */
    static TypeClass of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    boolean has(int elementType) {
        return types.contains(DataType.forNumber(elementType));
    }

    /** For messages. */
    @Override
    public String toString() {
        return words;
    }
}
