package dev.diffract.repository.kserve;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Floats as little-endian bytes of the floating point types, and back. */
final class FloatBytes {

    private FloatBytes() {}

    static boolean takes(TensorType type) {
        return type == TensorType.FP32 || type == TensorType.FP16 || type == TensorType.FP64;
    }

    /**
     * @throws IllegalArgumentException if the type is no floating point type
     */
    static ByteBuffer packed(float[] values, TensorType type) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(values.length, type.byteSize()))
                .order(ByteOrder.LITTLE_ENDIAN);
        switch (type) {
            case FP32 -> bytes.asFloatBuffer().put(values);
            case FP16 -> Half.pack(values, bytes.array());
            case FP64 -> {
                for (int i = 0; i < values.length; i++) {
                    bytes.putDouble(i * Double.BYTES, values[i]);
                }
            }
            default -> throw new IllegalArgumentException(type + " is no floating point type");
        }
        return bytes;
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
