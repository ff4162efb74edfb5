package dev.diffract.frontend.dialect.nativ.request;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.function.LongConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Files inside JSON: base64, as it is or as a {@code data:} address, which is what browsers have at hand. Line ends may stand anywhere in
 * it: mail and {@code base64 FILE} break lines of 76 characters. It is decoded where it stands in the body, which may be most of memory.
 */
final class Base64Images {

    private static final Pattern ADDRESS = Pattern.compile("data:image/[\\w.+-]+;base64,");
    private static final int LONGEST_ADDRESS = 100;

    private Base64Images() {}

    /**
     * @param text what stands between the quotes
     * @param memory is told the bytes that it takes to read what has escapes or line ends, before they are used
     * @return the file
     * @throws IllegalArgumentException if it is no base64
     */
    static byte[] read(ByteBuffer text, LongConsumer memory) {
        ByteBuffer plain = isPlain(text) ? text : plain(text, memory);
        ByteBuffer head = plain.slice(plain.position(), Math.min(plain.remaining(), LONGEST_ADDRESS));
        Matcher address = ADDRESS.matcher(StandardCharsets.ISO_8859_1.decode(head));
        if (address.lookingAt()) {
            plain.position(plain.position() + address.end());
        }
        ByteBuffer file = Base64.getDecoder().decode(plain);
        int start = file.arrayOffset();
        return start == 0 && file.limit() == file.array().length
                ? file.array()
                : Arrays.copyOfRange(file.array(), start, start + file.limit());
    }

    private static boolean isPlain(ByteBuffer text) {
        for (int i = text.position(); i < text.limit(); i++) {
            if (text.get(i) == '\\' || text.get(i) == '\n' || text.get(i) == '\r') {
                return false;
            }
        }
        return true;
    }

    /** Without escapes, of which base64 has use for that of a slash and those of line ends. */
    private static ByteBuffer plain(ByteBuffer text, LongConsumer memory) {
        memory.accept(text.remaining());
        ByteBuffer plain = ByteBuffer.allocate(text.remaining());
        while (text.hasRemaining()) {
            byte next = text.get();
            if (next == '\\') {
                next = escaped(text);
            }
            if (next != '\n' && next != '\r') {
                plain.put(next);
            }
        }
        return plain.flip();
    }

    /** @throws IllegalArgumentException if there is no such character in base64 */
    private static byte escaped(ByteBuffer text) {
        byte kind = text.get();
        return switch (kind) {
            case 'n' -> (byte) '\n';
            case 'r' -> (byte) '\r';
            case '/' -> kind;
            case 'u' -> {
                byte[] digits = new byte[4];
                text.get(digits);
                int character = Integer.parseInt(new String(digits, StandardCharsets.ISO_8859_1), 16);
                if (character > 127) {
                    throw new IllegalArgumentException("no base64");
                }
                yield (byte) character;
            }
            default -> throw new IllegalArgumentException("no base64");
        };
    }
}
