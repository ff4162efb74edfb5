package dev.diffract.frontend.core.codec;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Reads what {@link ByteWriter} wrote, and trusts nothing: a length is looked at before anything of that length is made, so
 * that no more memory is taken than a few times what there is to read. Every method throws an
 * {@link IllegalArgumentException} with a sentence if the bytes hold no such value.
 */
public final class ByteReader {

    private final String what;
    private final ByteBuffer bytes;
    private final int end;

    /**
     * @param what the bytes are of, with its article, for messages
     */
    ByteReader(String what, ByteBuffer bytes) {
        this.what = what;
        this.bytes = bytes;
        this.end = bytes.limit();
    }

    public boolean flag() {
        byte value = get(() -> bytes.get());
        if (value != 0 && value != 1) {
            throw broken("has a truth value of " + value);
        }
        return value == 1;
    }

    public int whole() {
        return get(() -> bytes.getInt());
    }

    /**
     * @throws IllegalArgumentException also if it is out of its range
     */
    public int whole(int least, int most) {
        int value = whole();
        if (value < least || value > most) {
            throw broken("has a number of " + value + " where there are only such from " + least + " to " + most);
        }
        return value;
    }

    public long big() {
        return get(() -> bytes.getLong());
    }

    public float single() {
        return get(() -> bytes.getFloat());
    }

    public double real() {
        return get(() -> bytes.getDouble());
    }

    public String text() {
        char[] characters = new char[length(Character.BYTES)];
        bytes.asCharBuffer().get(characters);
        skip(characters.length * Character.BYTES);
        return new String(characters);
    }

    /**
     * @param values of the enum
     */
    public <T extends Enum<T>> T choice(T[] values) {
        String name = text();
        return Arrays.stream(values)
                .filter(value -> value.name().equals(name))
                .findFirst()
                .orElseThrow(() -> broken("has a choice that is not known here"));
    }

    public byte[] bytes() {
        byte[] values = new byte[length(Byte.BYTES)];
        bytes.get(values);
        return values;
    }

    public float[] reals() {
        float[] values = new float[length(Float.BYTES)];
        bytes.asFloatBuffer().get(values);
        skip(values.length * Float.BYTES);
        return values;
    }

    public <T> Optional<T> optional(Supplier<T> read) {
        return flag() ? Optional.of(read.get()) : Optional.empty();
    }

    /**
     * @param read reads one value, which takes at least a byte
     */
    public <T> List<T> list(Supplier<T> read) {
        int size = length(Byte.BYTES);
        List<T> values = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            values.add(read.get());
        }
        return values;
    }

    /** What says that the bytes are not what they should be. */
    public IllegalArgumentException broken(String sentence) {
        return new IllegalArgumentException(what + " " + sentence);
    }

    /**
     * @throws IllegalArgumentException if something is left
     */
    public void end() {
        if (bytes.hasRemaining()) {
            throw broken("has " + bytes.remaining() + " bytes after its end");
        }
    }

    private int length(int bytesEach) {
        int length = whole();
        if (length < 0 || (long) length * bytesEach > bytes.remaining()) {
            throw broken("has a length of " + length + " where " + bytes.remaining() + " bytes are left");
        }
        return length;
    }

    private void skip(int count) {
        bytes.position(bytes.position() + count);
    }

    private <T> T get(Supplier<T> value) {
        try {
            return value.get();
        } catch (BufferUnderflowException e) {
            throw broken("ends after " + end + " bytes");
        }
    }
}
