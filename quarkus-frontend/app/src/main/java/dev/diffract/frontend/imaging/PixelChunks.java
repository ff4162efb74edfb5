package dev.diffract.frontend.imaging;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * Those chunks of a PNG file that its pixels depend on. The library that unfolds them gets no others: it would make room for as much
 * as the length of a chunk says, and go through all of them for every row. Animations are their first picture.
 *
 * @param file with the signature of PNG
 * @param pieces what is read of it, in order: start and end
 * @param packed bytes of pixels before they are unfolded
 */
record PixelChunks(byte[] file, List<int[]> pieces, long packed) {

    /** Beyond this no byte unfolds: deflate's longest match, 258 bytes, takes two bits at least. */
    private static final int MOST_UNFOLDED = 1032;

    private static final String HEADER = "IHDR";
    private static final String PALETTE = "PLTE";
    private static final String OPACITY = "tRNS";
    private static final String PIXELS = "IDAT";
    private static final String END = "IEND";

    private static final Set<String> NEEDED = Set.of(HEADER, PALETTE, OPACITY, PIXELS, END);
    private static final int MAX_COLOURS = 256;

    /**
     * @throws UnreadableImageException if the chunks are not whole, not in order, or one is needed that nobody knows
     */
    static PixelChunks of(byte[] file) throws UnreadableImageException {
        PngChunk chunk = PngChunk.first(file);
        List<int[]> pieces = new ArrayList<>();
        pieces.add(new int[] {0, chunk.end()});
        Order order = new Order();
        long packed = 0;
        order.take(chunk);
        while (!chunk.is(END)) {
            chunk = chunk.next();
            order.take(chunk);
            if (NEEDED.contains(chunk.name())) {
                packed += chunk.is(PIXELS) ? chunk.length() : 0;
                append(pieces, chunk);
            }
        }
        return new PixelChunks(file, pieces, packed);
    }

    /** What lies side by side is one piece: there may be a chunk for every byte of pixels. */
    private static void append(List<int[]> pieces, PngChunk chunk) {
        int[] last = pieces.get(pieces.size() - 1);
        if (last[1] == chunk.start()) {
            last[1] = chunk.end();
        } else {
            pieces.add(new int[] {chunk.start(), chunk.end()});
        }
    }

    /** The same picture as a file of nothing else. */
    InputStream stream() {
        List<InputStream> streams = new ArrayList<>();
        pieces.forEach(piece -> streams.add(new ByteArrayInputStream(file, piece[0], piece[1] - piece[0])));
        return new SequenceInputStream(Collections.enumeration(streams));
    }

    /** Whether so many bytes can come out of it at all. */
    boolean canUnfoldTo(long bytes) {
        return bytes <= packed * MOST_UNFOLDED;
    }

    /** What comes after what: each at most once but the pixels, which stand side by side. */
    private static final class Order {

        private String before = "";
        private boolean palette;
        private boolean opacity;
        private boolean pixels;

        void take(PngChunk chunk) throws UnreadableImageException {
            String name = chunk.name();
            boolean fits = switch (name) {
                case HEADER -> before.isEmpty();
                case PALETTE -> !palette && !opacity && !pixels && chunk.length() <= 3 * MAX_COLOURS;
                case OPACITY -> !opacity && !pixels && chunk.length() <= MAX_COLOURS;
                case PIXELS -> !pixels || before.equals(PIXELS);
                case END -> pixels;
                default -> !chunk.isCritical();
            };
            if (!fits || (before.isEmpty() && !name.equals(HEADER))) {
                throw UnreadableImageException.broken();
            }
            palette |= name.equals(PALETTE);
            opacity |= name.equals(OPACITY);
            pixels |= name.equals(PIXELS);
            before = name;
        }
    }
}
