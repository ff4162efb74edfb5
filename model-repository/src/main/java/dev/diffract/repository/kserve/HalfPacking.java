package dev.diffract.repository.kserve;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Halves of floats by the thousand. Java 21 and later have a class of their own for it, in {@code src/main/java21}. */
final class HalfPacking {

    private static final VarHandle SHORTS =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

    private HalfPacking() {}

    static void pack(float[] values, int count, byte[] into, int from) {
        for (int i = 0; i < count; i++) {
            SHORTS.set(into, from + i * Short.BYTES, Half.ofFloat(values[i]));
        }
    }
}
