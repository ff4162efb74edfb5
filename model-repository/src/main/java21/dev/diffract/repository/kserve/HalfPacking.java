package dev.diffract.repository.kserve;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Halves of floats by the thousand. For Java 21 and later, by the conversion that processors have, to the bit as {@link Half#ofFloat}. */
final class HalfPacking {

    private static final VarHandle SHORTS =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int NAN = 0x7e00;
    private static final int SIGN = 0x8000;

    private HalfPacking() {}

    static void pack(float[] values, int count, byte[] into, int from) {
        for (int i = 0; i < count; i++) {
            SHORTS.set(into, from + i * Short.BYTES, half(values[i]));
        }
    }

    /** The processor's conversion keeps some bits of a NaN; those of Java 17's form are always the same. */
    private static short half(float value) {
        return Float.isNaN(value)
                ? (short) (Float.floatToRawIntBits(value) >>> 16 & SIGN | NAN)
                : Float.floatToFloat16(value);
    }
}
