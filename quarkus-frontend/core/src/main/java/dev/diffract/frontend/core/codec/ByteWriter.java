package dev.diffract.frontend.core.codec;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Consumer;

/** Writes values one after the other, big-endian. What {@link ByteReader} reads in the same order. */
public final class ByteWriter {

    private static final int FIRST_CAPACITY = 256;

    /** No array is longer on any virtual machine. */
    private static final int MOST = Integer.MAX_VALUE - 8;

    private ByteBuffer bytes = ByteBuffer.allocate(FIRST_CAPACITY);

    public ByteWriter flag(boolean value) {
        room(Byte.BYTES).put((byte) (value ? 1 : 0));
        return this;
    }

    public ByteWriter whole(int value) {
        room(Integer.BYTES).putInt(value);
        return this;
    }

    public ByteWriter big(long value) {
        room(Long.BYTES).putLong(value);
        return this;
    }

    public ByteWriter real(float value) {
        room(Float.BYTES).putFloat(value);
        return this;
    }

    public ByteWriter real(double value) {
        room(Double.BYTES).putDouble(value);
        return this;
    }

    /** Character by character: a text that is no Unicode comes back as it was, too. */
    public ByteWriter text(String value) {
        whole(value.length());
        room(Math.multiplyExact(value.length(), Character.BYTES));
        for (int i = 0; i < value.length(); i++) {
            bytes.putChar(value.charAt(i));
        }
        return this;
    }

    /** By its name, which stays what it is when the enum gets more values. */
    public ByteWriter choice(Enum<?> value) {
        return text(value.name());
    }

    public ByteWriter bytes(byte[] values) {
        whole(values.length);
        room(values.length).put(values);
        return this;
    }

    public ByteWriter reals(float[] values) {
        whole(values.length);
        int length = Math.multiplyExact(values.length, Float.BYTES);
        room(length).asFloatBuffer().put(values);
        bytes.position(bytes.position() + length);
        return this;
    }

    /**
     * @param write writes the value, if there is one
     */
    public <T> ByteWriter optional(Optional<T> value, Consumer<T> write) {
        flag(value.isPresent());
        value.ifPresent(write);
        return this;
    }

    /**
     * @param write writes one of the values
     */
    public <T> ByteWriter list(Collection<T> values, Consumer<T> write) {
        whole(values.size());
        values.forEach(write);
        return this;
    }

    /** What was written so far, to be read. */
    ByteBuffer written() {
        return bytes.duplicate().flip();
    }

    private ByteBuffer room(int needed) {
        if (bytes.remaining() < needed) {
            int least = Math.addExact(bytes.position(), needed);
            ByteBuffer larger = ByteBuffer.allocate((int) Math.max(least, Math.min(2L * bytes.capacity(), MOST)));
            bytes = larger.put(bytes.flip());
        }
        return bytes;
    }
}
