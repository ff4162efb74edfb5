package dev.diffract.frontend.imaging;

import java.util.List;
import java.util.stream.IntStream;

/**
 * What a JPEG file says of its picture before its pixels (ITU-T T.81, B.2.2).
 *
 * @param width pixels, within the bounds of pictures, as it is stored
 * @param height pixels
 * @param progressive whether coefficients come in parts
 * @param components one (gray) or three
 */
record JpegFrame(int width, int height, boolean progressive, List<JpegComponent> components) {

    private static final int MOST_ACROSS = 4;
    private static final int TABLES = 4;
    private static final int HEAD = 6;
    private static final int EACH = 3;

    /** Bytes of a coefficient that waits for the rest of it. */
    private static final int WAITING = Short.BYTES;

    /** Values of a row of pixels that are on their way to it: a row of each component, and one of sums. */
    private static final int ROWS = 4;

    /**
     * @throws UnreadableImageException if it cannot be, is too large, or of a kind that is not read here
     */
    static JpegFrame read(JpegSegment segment) throws UnreadableImageException {
        checkProcess(segment.marker());
        int bits = segment.u8(0);
        int height = segment.u16(1);
        int width = segment.u16(3);
        int count = segment.u8(5);
        if (width == 0 || count == 0 || segment.length() != HEAD + EACH * count) {
            throw UnreadableImageException.brokenJpeg(JpegFault.HEADER, segment.start());
        }
        if (bits != Byte.SIZE) {
            throw UnreadableImageException.otherJpeg("one of " + bits + " bits");
        }
        if (height == 0) {
            throw UnreadableImageException.otherJpeg("one that says its height at its end");
        }
        if (count != 1 && count != 3) {
            throw UnreadableImageException.otherJpeg(count == 4 ? "one in CMYK" : "one of " + count + " colours");
        }
        PictureBounds.check(width, height);
        List<JpegComponent> components = components(segment, count);
        int across = components.stream().mapToInt(JpegComponent::across).max().orElseThrow();
        int down = components.stream().mapToInt(JpegComponent::down).max().orElseThrow();
        components.forEach(component -> component.measure(width, height, across, down));
        return new JpegFrame(width, height, segment.marker() == JpegMarker.PROGRESSIVE, components);
    }

    private static void checkProcess(int marker) throws UnreadableImageException {
        switch (marker) {
            case JpegMarker.BASELINE, JpegMarker.EXTENDED, JpegMarker.PROGRESSIVE -> {}
            case JpegMarker.LOSSLESS, JpegMarker.JPEG_LS -> throw UnreadableImageException.otherJpeg("a lossless one");
            case 0xc9, 0xca -> throw UnreadableImageException.otherJpeg("one with arithmetic coding");
            default -> throw UnreadableImageException.otherJpeg("a hierarchical or arithmetic lossless one");
        }
    }

    private static List<JpegComponent> components(JpegSegment segment, int count) throws UnreadableImageException {
        JpegComponent[] components = new JpegComponent[count];
        for (int i = 0; i < count; i++) {
            int at = HEAD + EACH * i;
            int sampling = segment.u8(at + 1);
            int across = sampling >> 4;
            int down = sampling & 15;
            int table = segment.u8(at + 2);
            if (across < 1 || across > MOST_ACROSS || down < 1 || down > MOST_ACROSS || table >= TABLES) {
                throw UnreadableImageException.brokenJpeg(JpegFault.HEADER, segment.start() + at);
            }
            components[i] = new JpegComponent(segment.u8(at), across, down, table);
        }
        List<JpegComponent> all = List.of(components);
        if (all.stream().mapToInt(JpegComponent::id).distinct().count() != count) {
            throw UnreadableImageException.brokenJpeg(JpegFault.HEADER, segment.start());
        }
        return all;
    }

    /** The most blocks of a component side by side in a unit. */
    int mostAcross() {
        return components.stream().mapToInt(JpegComponent::across).max().orElseThrow();
    }

    /** The most blocks of a component one below the other in a unit. */
    int mostDown() {
        return components.stream().mapToInt(JpegComponent::down).max().orElseThrow();
    }

    /** How many bits its pixels take at least: one for a block of a progressive file, two for one of another. */
    long leastBits() {
        long blocks = components.stream()
                .mapToLong(component -> (long) component.ownBlocksWide() * component.ownBlocksHigh())
                .sum();
        return progressive ? blocks : 2 * blocks;
    }

    /** Whether components have the ids, in this order. */
    boolean isOf(int... ids) {
        return components.size() == ids.length
                && IntStream.range(0, ids.length)
                        .allMatch(i -> components.get(i).id() == ids[i]);
    }

    /**
     * Bytes that it takes to make a raster of the file.
     *
     * @param channels of the raster
     */
    long bytesToRead(int channels) {
        long room = components.stream().mapToLong(JpegComponent::room).sum();
        long raster = (long) width * height * channels;
        return raster + room * (progressive ? 1 + WAITING : 1) + (long) ROWS * width * Integer.BYTES;
    }
}
