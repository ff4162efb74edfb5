package dev.diffract.frontend.imaging;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.InflaterInputStream;

/**
 * Texts in PNG files ({@code tEXt}, {@code zTXt} and {@code iTXt} chunks; PNG specification, 11.3.4). The chunks are walked
 * here because a library would unfold compressed ones without a bound. Stateless and thread-safe.
 */
public final class PngText {

    /** Bytes of a text: two prompts of the greatest length, and their parameters. */
    public static final int MAX_BYTES = 128 * 1024;

    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final int CHUNK_NAME = 4;

    /**
     * The text of a keyword.
     *
     * @return the first one, if the file has any
     * @throws UnreadableImageException saying why it cannot be read
     */
    public Optional<String> find(byte[] file, String keyword) throws UnreadableImageException {
        if (file.length < SIGNATURE.length || !Arrays.equals(SIGNATURE, Arrays.copyOf(file, SIGNATURE.length))) {
            throw new UnreadableImageException("must be a PNG file");
        }
        try {
            ByteBuffer chunks = ByteBuffer.wrap(file).position(SIGNATURE.length).slice();
            while (true) {
                Chunk chunk = Chunk.next(chunks);
                Optional<String> text = text(chunk, keyword);
                if (text.isPresent() || chunk.name().equals("IEND")) {
                    return text;
                }
            }
        } catch (BufferUnderflowException | IndexOutOfBoundsException | IOException broken) {
            throw new UnreadableImageException("is a broken PNG file");
        }
    }

    private record Chunk(String name, byte[] data) {

        private static Chunk next(ByteBuffer file) throws UnreadableImageException {
            int length = file.getInt();
            if (length < 0 || length > file.remaining()) {
                throw new UnreadableImageException("is a broken PNG file");
            }
            byte[] named = new byte[CHUNK_NAME + length];
            file.get(named);
            CRC32 sum = new CRC32();
            sum.update(named);
            if (file.getInt() != (int) sum.getValue()) {
                throw new UnreadableImageException("is a broken PNG file");
            }
            return new Chunk(
                    new String(named, 0, CHUNK_NAME, StandardCharsets.ISO_8859_1),
                    Arrays.copyOfRange(named, CHUNK_NAME, named.length));
        }
    }

    private static Optional<String> text(Chunk chunk, String keyword) throws IOException, UnreadableImageException {
        Fields fields = new Fields(ByteBuffer.wrap(chunk.data()));
        return switch (chunk.name()) {
            case "tEXt" ->
                fields.begins(keyword)
                        ? Optional.of(fields.rest(false, StandardCharsets.ISO_8859_1))
                        : Optional.empty();
            case "zTXt" -> {
                if (!fields.begins(keyword)) {
                    yield Optional.empty();
                }
                fields.flag();
                yield Optional.of(fields.rest(true, StandardCharsets.ISO_8859_1));
            }
            case "iTXt" -> {
                if (!fields.begins(keyword)) {
                    yield Optional.empty();
                }
                boolean compressed = fields.flag();
                fields.flag();
                fields.word();
                fields.word();
                yield Optional.of(fields.rest(compressed, StandardCharsets.UTF_8));
            }
            default -> Optional.empty();
        };
    }

    /** What follows on each other in a chunk. */
    @SuppressWarnings("ByteBufferBackingArray") // wraps a whole array
    private record Fields(ByteBuffer data) {

        private boolean begins(String keyword) {
            return word().equals(keyword);
        }

        /** Up to a zero. */
        private String word() {
            int start = data.position();
            while (data.get() != 0) { // ends at the latest with the data
            }
            return new String(data.array(), start, data.position() - start - 1, StandardCharsets.UTF_8);
        }

        private boolean flag() {
            return data.get() != 0;
        }

        private String rest(boolean compressed, Charset charset) throws IOException, UnreadableImageException {
            InputStream rest = new ByteArrayInputStream(data.array(), data.position(), data.remaining());
            try (InputStream text = compressed ? new InflaterInputStream(rest) : rest) {
                byte[] bytes = text.readNBytes(MAX_BYTES + 1);
                if (bytes.length > MAX_BYTES) {
                    throw new UnreadableImageException("may have texts of " + MAX_BYTES + " bytes at most");
                }
                return new String(bytes, charset);
            }
        }
    }
}
