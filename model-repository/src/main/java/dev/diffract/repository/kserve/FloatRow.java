package dev.diffract.repository.kserve;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.EnumMap;
import java.util.Map;

/**
 * Numbers of one row of a batch, which may be part of many tensors, as text states are of every step's. What they are as bytes of a type
 * is made when it is first asked for, and only once. Thread-safe.
 */
public final class FloatRow {

    private final float[] values;
    private final float divisor;
    private final Map<TensorType, ByteBuffer> forms = new EnumMap<>(TensorType.class);

    /**
     * @param values from now on not to be changed
     */
    public FloatRow(float[] values) {
        this(values, 1);
    }

    private FloatRow(float[] values, float divisor) {
        this.values = values;
        this.divisor = divisor;
    }

    /**
     * Values that are divided on their way into bytes, so that nothing keeps the quotients.
     *
     * @param values from now on not to be changed
     */
    public static FloatRow quotients(float[] values, float divisor) {
        return new FloatRow(values, divisor);
    }

    /** How many numbers it has. */
    public int size() {
        return values.length;
    }

    /** Not to be changed. */
    public float[] values() {
        return divisor == 1 ? values : FloatBytes.quotients(values, divisor);
    }

    /**
     * The values as they travel, little-endian, in an array of their own that is not to be changed either.
     *
     * @param type FP32, FP16 or FP64
     * @throws IllegalArgumentException for any other type
     */
    public synchronized ByteBuffer bytes(TensorType type) {
        return forms.computeIfAbsent(type, this::packed).duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }

    private ByteBuffer packed(TensorType type) {
        return FloatBytes.packed(values, divisor, type);
    }
}
