package dev.diffract.repository.kserve;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Floats as little-endian bytes of the floating point types, and back. */
final class FloatBytes {

    /** Values that are divided at a time. */
    private static final int PIECE = 1024;

    private FloatBytes() {}

    static boolean takes(TensorType type) {
        return type == TensorType.FP32 || type == TensorType.FP16 || type == TensorType.FP64;
    }

    /**
     * @throws IllegalArgumentException if the type is no floating point type
     */
    static ByteBuffer packed(float[] values, TensorType type) {
        return packed(values, 1, type);
    }

    /**
     * The values, each divided. Quotients are made by the piece, which stays in the processor.
     *
     * @throws IllegalArgumentException if the type is no floating point type
     */
    static ByteBuffer packed(float[] values, float divisor, TensorType type) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(values.length, type.byteSize()))
                .order(ByteOrder.LITTLE_ENDIAN);
        if (divisor == 1) {
            pack(values, values.length, type, bytes);
            return bytes.flip();
        }
        float[] quotients = new float[Math.min(PIECE, values.length)];
        for (int from = 0; from < values.length; from += PIECE) {
            int count = Math.min(PIECE, values.length - from);
            System.arraycopy(values, from, quotients, 0, count);
            divide(quotients, count, divisor);
            pack(quotients, count, type, bytes);
        }
        return bytes.flip();
    }

    static float[] quotients(float[] values, float divisor) {
        float[] quotients = values.clone();
        divide(quotients, quotients.length, divisor);
        return quotients;
    }

    /** In place: of arrays that are read and written at different places, compilers divide one value at a time. */
    private static void divide(float[] values, int count, float divisor) {
        for (int i = 0; i < count; i++) {
            values[i] /= divisor;
        }
    }

    /** The first ones, from the buffer's position on, which is then behind them. */
    private static void pack(float[] values, int count, TensorType type, ByteBuffer bytes) {
        switch (type) {
            case FP32 -> {
                bytes.asFloatBuffer().put(values, 0, count);
                bytes.position(bytes.position() + count * Float.BYTES);
            }
            case FP16 -> Half.pack(values, count, bytes);
            case FP64 -> {
                for (int i = 0; i < count; i++) {
                    bytes.putDouble(values[i]);
                }
            }
            default -> throw new IllegalArgumentException(type + " is no floating point type");
        }
    }

    /**
     * Reads values from one place of some bytes on.
     *
     * @param first which of them, from 0
     * @param into from its begin on
     * @param count of values
     * @throws IllegalArgumentException if the type is no floating point type
     */
    static void unpack(ByteBuffer bytes, TensorType type, int first, float[] into, int count) {
        int from = bytes.position() + first * type.byteSize();
        switch (type) {
            case FP32 ->
                bytes.slice(from, count * Float.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .asFloatBuffer()
                        .get(into, 0, count);
            case FP16 -> Half.unpack(bytes, from, into, count);
            case FP64 -> {
                for (int i = 0; i < count; i++) {
                    into[i] = (float) bytes.getDouble(from + i * Double.BYTES);
                }
            }
            default -> throw new IllegalArgumentException(type + " is no floating point type");
        }
    }
}
