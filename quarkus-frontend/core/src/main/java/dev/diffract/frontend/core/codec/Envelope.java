package dev.diffract.frontend.core.codec;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.function.Function;

/**
 * Bytes that say what they are: a mark of four characters, a version, the length of what follows, that, and the SHA-256
 * digest of everything before. The digest is no proof of who wrote them.
 *
 * @param mark four characters of ASCII
 * @param version of what is inside
 * @param what the bytes are of, with its article, for messages
 */
public record Envelope(String mark, int version, String what) {

    private static final int HEADER_BYTES = 3 * Integer.BYTES;
    private static final int DIGEST_BYTES = 32;

    public byte[] seal(ByteWriter content) {
        ByteBuffer inside = content.written();
        int length = inside.remaining();
        ByteBuffer bytes = ByteBuffer.allocate(Math.addExact(HEADER_BYTES + DIGEST_BYTES, length));
        bytes.putInt(number(mark)).putInt(version).putInt(length).put(inside);
        return bytes.put(digest(bytes.duplicate().flip())).array();
    }

    /**
     * @param read reads everything inside
     * @throws IllegalArgumentException if {@link #seal} of an equal envelope did not make these bytes, or {@code read} throws
     *     one; the message is a sentence
     */
    public <T> T open(byte[] sealed, Function<ByteReader, T> read) {
        ByteBuffer bytes = ByteBuffer.wrap(sealed);
        if (sealed.length >= Integer.BYTES && bytes.getInt(0) != number(mark)) {
            throw new IllegalArgumentException("the bytes are not those of " + what);
        }
        if (sealed.length < HEADER_BYTES) {
            throw new IllegalArgumentException(what + " ends after " + sealed.length + " bytes");
        }
        int found = bytes.getInt(Integer.BYTES);
        if (found != version) {
            throw new IllegalArgumentException(
                    what + " of version " + found + " cannot be read, only of version " + version);
        }
        int length = bytes.getInt(2 * Integer.BYTES);
        long expected = (long) HEADER_BYTES + length + DIGEST_BYTES;
        if (length < 0 || expected != sealed.length) {
            throw new IllegalArgumentException(
                    what + " has " + sealed.length + " bytes where it says that it has " + expected);
        }
        int end = HEADER_BYTES + length;
        if (!bytes.slice(end, DIGEST_BYTES).equals(ByteBuffer.wrap(digest(bytes.slice(0, end))))) {
            throw new IllegalArgumentException(what + " was changed after it was written: its digest is another");
        }
        ByteReader reader = new ByteReader(what, bytes.slice(HEADER_BYTES, length));
        T value = read.apply(reader);
        reader.end();
        return value;
    }

    private static int number(String mark) {
        int number = 0;
        for (int i = 0; i < mark.length(); i++) {
            number = number << Byte.SIZE | mark.charAt(i);
        }
        return number;
    }

    private static byte[] digest(ByteBuffer bytes) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes);
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
