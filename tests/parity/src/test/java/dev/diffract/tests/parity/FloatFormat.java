package dev.diffract.tests.parity;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.function.ToDoubleFunction;

/** Little-endian floating-point numbers in base64. */
enum FloatFormat {
    /** Half precision. */
    F2(Short.BYTES, buffer -> ofHalf(buffer.getShort())),
    /** Single precision. */
    F4(Float.BYTES, ByteBuffer::getFloat);

    private final int size;
    private final ToDoubleFunction<ByteBuffer> next;

    FloatFormat(int size, ToDoubleFunction<ByteBuffer> next) {
        this.size = size;
        this.next = next;
    }

    /** @throws IllegalArgumentException if the text is no base64 */
    double[] decode(String text) {
        ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(text)).order(ByteOrder.LITTLE_ENDIAN);
        double[] values = new double[bytes.remaining() / size];
        for (int i = 0; i < values.length; i++) {
            values[i] = next.applyAsDouble(bytes);
        }
        return values;
    }

    private static double ofHalf(short bits) {
        int exponent = bits >> 10 & 31;
        int fraction = bits & 1023;
        double magnitude;
        if (exponent == 31) {
            magnitude = fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
        } else if (exponent == 0) {
            magnitude = Math.scalb((double) fraction, -24);
        } else {
            magnitude = Math.scalb((double) (1024 + fraction), exponent - 25);
        }
        return bits < 0 ? -magnitude : magnitude;
    }
}
