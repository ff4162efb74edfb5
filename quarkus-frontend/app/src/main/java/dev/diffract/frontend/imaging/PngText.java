package dev.diffract.frontend.imaging;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.InflaterInputStream;

/**
 * Texts in PNG files ({@code tEXt}, {@code zTXt} and {@code iTXt} chunks; PNG specification, 11.3.4). The chunks are walked
 * here because a library would unfold compressed ones without a bound. Stateless and thread-safe.
 */
public final class PngText {

    /** Bytes of a text: two prompts of the greatest length, and their parameters. */
    public static final int MAX_BYTES = 128 * 1024;

    /**
     * The text of a keyword.
     *
     * @return the first one, if the file has any
     * @throws UnreadableImageException saying why it cannot be read
     */
    public Optional<String> find(byte[] file, String keyword) throws UnreadableImageException {
        if (!PngChunk.isSigned(file)) {
            throw new UnreadableImageException("must be a PNG file");
        }
        try {
            PngChunk chunk = PngChunk.first(file);
            while (true) {
                if (!chunk.isIntact()) {
                    throw UnreadableImageException.broken();
                }
                Optional<String> text = text(chunk, keyword);
                if (text.isPresent() || chunk.is("IEND")) {
                    return text;
                }
                chunk = chunk.next();
            }
        } catch (BufferUnderflowException | IOException broken) {
            throw UnreadableImageException.broken();
        }
    }

    private static Optional<String> text(PngChunk chunk, String keyword) throws IOException, UnreadableImageException {
        Fields fields = new Fields(chunk.data());
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
    @SuppressWarnings("ByteBufferBackingArray") // lies in the file, from its first byte on
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
