package dev.diffract.builder.nvidia.tensorrt;

/** Element types, in TensorRT's numbering, which both majors share. */
public enum DataType {
    FLOAT32(32),
    FLOAT16(16),
    INT8(8),
    INT32(32),
    BOOL(8),
    UINT8(8),
    FP8(8),
    BFLOAT16(16),
    INT64(64),
    INT4(4),
    FP4(4),
    E8M0(8);

    private final int bits;

    DataType(int bits) {
        this.bits = bits;
    }

    /** @throws TensorRtException for a type newer than this program */
    static DataType of(int number) {
        if (number < 0 || number >= values().length) {
            throw new TensorRtException(
                    TensorRtException.Reason.RUN, "TensorRT named an element type unknown here: " + number);
        }
        return values()[number];
    }

    /** Memory for that many densely packed values, rounded up to a byte. */
    public long bytes(long values) {
        return Math.addExact(Math.multiplyExact(values, (long) bits), 7) / 8;
    }
}
