package dev.diffract.repository.kserve;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A dense tensor as it travels in the raw contents of a KServe v2 request: row-major, little-endian, without padding.
 * Immutable: arrays and buffers are copied on the way in, and {@link #data()} is a read-only view.
 */
public final class Tensor {

    private final String name;
    private final TensorType type;
    private final long[] shape;
    private final ByteBuffer data;

    private Tensor(String name, TensorType type, long[] shape, ByteBuffer data) {
        this.name = name;
        this.type = type;
        this.shape = shape.clone();
        this.data = data;
        long expected = elementCount(shape) * type.byteSize();
        if (type != TensorType.BYTES && expected != data.remaining()) {
            throw new IllegalArgumentException("tensor '" + name + "' of " + type + " " + Arrays.toString(shape)
                    + " takes " + expected + " bytes, got " + data.remaining());
        }
    }

    /**
     * A tensor over raw little-endian bytes. The buffer's remaining bytes are viewed, not copied: the caller must not
     * change them afterwards.
     *
     * @throws IllegalArgumentException if the bytes do not fill the shape exactly or a dimension is negative
     */
    public static Tensor ofRaw(String name, TensorType type, long[] shape, ByteBuffer data) {
        return new Tensor(name, type, shape, data.slice().asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN));
    }

    /**
     * A floating point tensor from float values, converted to {@code type}.
     *
     * @param type FP32, FP16 or FP64
     * @throws IllegalArgumentException for any other type, or if the values do not fill the shape exactly
     */
    public static Tensor ofFloats(String name, TensorType type, long[] shape, float[] values) {
        ByteBuffer bytes = allocate(type, values.length);
        for (float value : values) {
            switch (type) {
                case FP32 -> bytes.putFloat(value);
                case FP16 -> bytes.putShort(Half.ofFloat(value));
                case FP64 -> bytes.putDouble(value);
                default -> throw new IllegalArgumentException(notFloating(name, type));
            }
        }
        return new Tensor(name, type, shape, readOnly(bytes));
    }

    /**
     * A tensor from whole numbers, converted to {@code type}; integer and floating point types are allowed, because
     * exporters disagree about the type of a timestep.
     *
     * @throws IllegalArgumentException for other types, or if the values do not fill the shape exactly
     */
    public static Tensor ofLongs(String name, TensorType type, long[] shape, long[] values) {
        ByteBuffer bytes = allocate(type, values.length);
        for (long value : values) {
            switch (type) {
                case INT64, UINT64 -> bytes.putLong(value);
                case INT32, UINT32 -> bytes.putInt((int) value);
                case FP32 -> bytes.putFloat((float) value);
                case FP16 -> bytes.putShort(Half.ofFloat((float) value));
                case FP64 -> bytes.putDouble((double) value);
                default -> throw new IllegalArgumentException("tensor '" + name + "' of " + type + " holds no numbers");
            }
        }
        return new Tensor(name, type, shape, readOnly(bytes));
    }

    public String name() {
        return name;
    }

    public TensorType type() {
        return type;
    }

    public long[] shape() {
        return shape.clone();
    }

    /** Number of elements. */
    public long elementCount() {
        return elementCount(shape);
    }

    /** The raw bytes: a read-only, little-endian view from the first byte to the last. */
    public ByteBuffer data() {
        return data.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * The elements as floats.
     *
     * @throws IllegalArgumentException if the type is not FP32, FP16 or FP64
     */
    public float[] floats() {
        float[] values = new float[Math.toIntExact(elementCount())];
        ByteBuffer bytes = data();
        for (int i = 0; i < values.length; i++) {
            values[i] = switch (type) {
                case FP32 -> bytes.getFloat();
                case FP16 -> Half.toFloat(bytes.getShort());
                case FP64 -> (float) bytes.getDouble();
                default -> throw new IllegalArgumentException(notFloating(name, type));
            };
        }
        return values;
    }

    /**
     * The number of elements of a shape.
     *
     * @throws IllegalArgumentException if a dimension is negative
     * @throws ArithmeticException if the product is beyond 2^63
     */
    public static long elementCount(long... shape) {
        long count = 1;
        for (long dimension : shape) {
            if (dimension < 0) {
                throw new IllegalArgumentException("shape " + Arrays.toString(shape) + " has a negative dimension");
            }
            count = Math.multiplyExact(count, dimension);
        }
        return count;
    }

    /** Name, type and shape; never the contents. */
    @Override
    public String toString() {
        return name + " " + type + " " + Arrays.toString(shape);
    }

    private static ByteBuffer allocate(TensorType type, int elements) {
        return ByteBuffer.allocate(elements * type.byteSize()).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static ByteBuffer readOnly(ByteBuffer written) {
        return written.flip().asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    private static String notFloating(String name, TensorType type) {
        return "tensor '" + name + "' of " + type + " holds no floating point numbers";
    }
}
