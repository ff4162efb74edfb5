package dev.diffract.frontend.imaging;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;

/**
 * A chunk where it lies in its file (PNG specification, 5.3): a length, a name, data, and a sum over name and data. Nothing is copied,
 * whatever the length says.
 *
 * @param file the whole one
 * @param start of the length in the file
 * @param length of the data, which lies in the file up to its sum
 */
record PngChunk(byte[] file, int start, int length) {

    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final int NAME = 4;

    /** Bytes of length, name and sum. */
    private static final int FRAME = 12;

    /** Whether the first bytes are those of PNG files. */
    static boolean isSigned(byte[] file) {
        return file.length >= SIGNATURE.length
                && Arrays.equals(file, 0, SIGNATURE.length, SIGNATURE, 0, SIGNATURE.length);
    }

    /**
     * @throws UnreadableImageException if no whole chunk comes first
     */
    static PngChunk first(byte[] file) throws UnreadableImageException {
        return at(file, SIGNATURE.length);
    }

    /**
     * @throws UnreadableImageException if no whole chunk comes next
     */
    PngChunk next() throws UnreadableImageException {
        return at(file, end());
    }

    private static PngChunk at(byte[] file, int start) throws UnreadableImageException {
        int rest = file.length - start - FRAME;
        int length = rest < 0 ? -1 : ByteBuffer.wrap(file).getInt(start);
        if (length < 0 || length > rest) {
            throw UnreadableImageException.broken();
        }
        return new PngChunk(file, start, length);
    }

    String name() {
        return new String(file, start + Integer.BYTES, NAME, StandardCharsets.ISO_8859_1);
    }

    boolean is(String name) {
        return name().equals(name);
    }

    /** Whether pictures cannot be shown without it: that is the case of its first letter. */
    boolean isCritical() {
        return (file[start + Integer.BYTES] & 0x20) == 0;
    }

    /** Whether the sum is that of name and data. */
    boolean isIntact() {
        CRC32 sum = new CRC32();
        sum.update(file, start + Integer.BYTES, NAME + length);
        return (int) sum.getValue() == ByteBuffer.wrap(file).getInt(end() - Integer.BYTES);
    }

    /** The data, of which the file is the array. */
    ByteBuffer data() {
        return ByteBuffer.wrap(file, start + Integer.BYTES + NAME, length);
    }

    /** Where the next one begins. */
    int end() {
        return start + FRAME + length;
    }
}
