package dev.diffract.embedded.kserve;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** BYTES tensors on the wire: for each element its length in four little-endian bytes, then the bytes. */
public final class BytesElements {

    private static final int LENGTH_SIZE = 4;

    private BytesElements() {}

    /**
     * Checks that the buffer holds exactly the elements expected.
     *
     * @param failure makes the exception of a sentence about what is wrong
     */
    static void check(ByteBuffer data, long elements, Function<String, ServingException> failure) {
        ByteBuffer rest = data.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        long found = 0;
        while (rest.hasRemaining()) {
            if (rest.remaining() < LENGTH_SIZE) {
                throw failure.apply("incomplete string length indicator, expecting " + LENGTH_SIZE + " bytes but only "
                        + rest.remaining() + " bytes available");
            }
            long length = Integer.toUnsignedLong(rest.getInt());
            if (length > rest.remaining()) {
                throw failure.apply("incomplete string data, expecting string of length " + length + " but only "
                        + rest.remaining() + " bytes available");
            }
            rest.position(rest.position() + (int) length);
            found++;
        }
        if (found != elements) {
            throw failure.apply("expected " + elements + " string elements, got " + found);
        }
    }

    /** The elements as UTF-8 text. */
    public static String[] decode(ByteBuffer data) {
        ByteBuffer rest = data.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        List<String> elements = new ArrayList<>();
        while (rest.hasRemaining()) {
            byte[] bytes = new byte[rest.getInt()];
            rest.get(bytes);
            elements.add(new String(bytes, StandardCharsets.UTF_8));
        }
        return elements.toArray(String[]::new);
    }

    /** Elements as they travel. */
    public static ByteBuffer encode(List<byte[]> elements) {
        int size =
                elements.stream().mapToInt(bytes -> LENGTH_SIZE + bytes.length).sum();
        ByteBuffer data = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        elements.forEach(bytes -> data.putInt(bytes.length).put(bytes));
        return data.flip();
    }

    /** Elements of text as they travel. */
    public static ByteBuffer encodeText(List<String> elements) {
        return encode(elements.stream()
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList());
    }
}
