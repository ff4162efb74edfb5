package dev.diffract.repository.kserve;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/**
 * A dense tensor as it travels in the raw contents of a KServe v2 request: row-major, little-endian, without padding.
 * Immutable: arrays and buffers are copied on the way in, and {@link #data()} is a read-only view.
 */
public final class Tensor {

    private final String name;
    private final TensorType type;
    private final long[] shape;

    /** Empty if the tensor has rows. */
    private final ByteBuffer data;

    private final List<FloatRow> rows;

    private Tensor(String name, TensorType type, long[] shape, ByteBuffer data) {
        this(name, type, shape, data, List.of(), data.remaining());
    }

    private Tensor(String name, TensorType type, long[] shape, ByteBuffer data, List<FloatRow> rows, long bytes) {
        this.name = name;
        this.type = type;
        this.shape = shape.clone();
        this.data = data;
        this.rows = rows;
        long expected = elementCount(shape) * type.byteSize();
        if (type != TensorType.BYTES && expected != bytes) {
            throw new IllegalArgumentException("tensor '" + name + "' of " + type + " " + Arrays.toString(shape)
                    + " takes " + expected + " bytes, got " + bytes);
        }
    }

    /**
     * A tensor over raw little-endian bytes. The buffer's remaining bytes are viewed, not copied: the caller must not
     * change them afterwards.
     *
     * @throws IllegalArgumentException if the bytes do not fill the shape exactly or a dimension is negative
     */
    public static Tensor ofRaw(String name, TensorType type, long[] shape, ByteBuffer data) {
        return new Tensor(name, type, shape, data.slice().order(ByteOrder.LITTLE_ENDIAN));
    }

    /**
     * A floating point tensor from float values, converted to {@code type}.
     *
     * @param type FP32, FP16 or FP64
     * @throws IllegalArgumentException for any other type, or if the values do not fill the shape exactly
     */
    public static Tensor ofFloats(String name, TensorType type, long[] shape, float[] values) {
        requireFloating(name, type);
        return new Tensor(name, type, shape, FloatBytes.packed(values, type));
    }

    /**
     * A floating point tensor of rows, which are neither copied nor made bytes of before somebody asks for {@link #contents}.
     *
     * @param type FP32, FP16 or FP64
     * @param rows from the first to the last; the same may come several times
     * @throws IllegalArgumentException for any other type, or if the rows do not fill the shape exactly
     */
    public static Tensor ofRows(String name, TensorType type, long[] shape, List<FloatRow> rows) {
        requireFloating(name, type);
        long values = 0;
        for (FloatRow row : rows) {
            values += row.size();
        }
        return new Tensor(name, type, shape, ByteBuffer.allocate(0), List.copyOf(rows), values * type.byteSize());
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
        return new Tensor(name, type, shape, bytes.flip());
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

    /** What the tensor was made of if it was made {@linkplain #ofRows of rows}; else empty. */
    public List<FloatRow> rows() {
        return rows;
    }

    /**
     * The raw bytes, little-endian, in pieces that follow each other. They may lie in arrays, which are not to be changed: nothing is copied
     * here, so that nothing has to be on the way to the wire.
     */
    public List<ByteBuffer> contents() {
        return rows.isEmpty()
                ? List.of(data.duplicate().order(ByteOrder.LITTLE_ENDIAN))
                : rows.stream().map(row -> row.bytes(type)).toList();
    }

    /** The raw bytes: a read-only, little-endian view from the first byte to the last. */
    public ByteBuffer data() {
        return (rows.isEmpty() ? data : joined()).asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    private ByteBuffer joined() {
        ByteBuffer all = ByteBuffer.allocate(Math.toIntExact(elementCount() * type.byteSize()));
        rows.forEach(row -> all.put(row.bytes(type)));
        return all.flip();
    }

    /**
     * The elements as floats.
     *
     * @throws IllegalArgumentException if the type is not FP32, FP16 or FP64
     */
    public float[] floats() {
        float[] values = new float[Math.toIntExact(elementCount())];
        floats(0, values, values.length);
        return values;
    }

    /**
     * Some of the elements as floats.
     *
     * @param first which of them, from 0
     * @param into takes them, from its begin on
     * @param count of them
     * @throws IllegalArgumentException if the type is not FP32, FP16 or FP64
     * @throws IndexOutOfBoundsException if there are not as many
     */
    public void floats(int first, float[] into, int count) {
        requireFloating(name, type);
        FloatBytes.unpack(data(), type, first, into, count);
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

    private static void requireFloating(String name, TensorType type) {
        if (!FloatBytes.takes(type)) {
            throw new IllegalArgumentException("tensor '" + name + "' of " + type + " holds no floating point numbers");
        }
    }
}
