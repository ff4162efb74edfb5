package dev.diffract.frontend.imaging;

import java.util.List;

/**
 * What a scan has (ITU-T T.81, B.2.3): of some components some coefficients, and of these some bits.
 *
 * @param segment in which it says so
 * @param parts one to three
 * @param first coefficient in the order of files, 0 to 63
 * @param last coefficient, 0 to 63
 * @param before how many of the last bits scans before left out; 0 if there were none
 * @param now how many of the last bits this one leaves out
 */
record JpegScan(JpegSegment segment, List<Part> parts, int first, int last, int before, int now) {

    /** What a unit may have, of all components together. */
    private static final int MOST_BLOCKS = 10;

    private static final int LAST = Dct.VALUES - 1;
    private static final int MOST_BITS = 13;
    private static final int TABLES = 4;

    /**
     * A component's part of it.
     *
     * @param differences number of the codes of first coefficients
     * @param frequencies number of the codes of all others
     */
    record Part(JpegComponent component, int differences, int frequencies) {}

    /**
     * @throws UnreadableImageException if it cannot be
     */
    static JpegScan read(JpegSegment segment, JpegFrame frame) throws UnreadableImageException {
        int count = segment.u8(0);
        if (count < 1 || count > frame.components().size() || segment.length() != 4 + 2 * count) {
            throw broken(segment);
        }
        Part[] parts = new Part[count];
        for (int i = 0; i < count; i++) {
            int tables = segment.u8(2 + 2 * i);
            parts[i] = new Part(component(segment, segment.u8(1 + 2 * i), frame), tables >> 4, tables & 15);
        }
        int bits = segment.u8(3 + 2 * count);
        JpegScan scan = new JpegScan(
                segment, List.of(parts), segment.u8(1 + 2 * count), segment.u8(2 + 2 * count), bits >> 4, bits & 15);
        if (!scan.canBe(frame.progressive())) {
            throw broken(segment);
        }
        return scan;
    }

    private static JpegComponent component(JpegSegment segment, int id, JpegFrame frame)
            throws UnreadableImageException {
        return frame.components().stream()
                .filter(component -> component.id() == id)
                .findFirst()
                .orElseThrow(() -> broken(segment));
    }

    private boolean canBe(boolean progressive) {
        boolean distinct = parts.stream().map(Part::component).distinct().count() == parts.size();
        boolean tables = parts.stream().allMatch(part -> part.differences < TABLES && part.frequencies < TABLES);
        int blocks = parts.stream()
                .mapToInt(part -> part.component.across() * part.component.down())
                .sum();
        if (!distinct || !tables || (!isAlone() && blocks > MOST_BLOCKS)) {
            return false;
        }
        if (!progressive) {
            return true; // whatever is said of coefficients and bits: some files have zeros there
        }
        boolean coefficients = first == 0 ? last == 0 : isAlone() && first <= last && last <= LAST;
        return coefficients && now <= MOST_BITS && (before == 0 || before == now + 1);
    }

    private static UnreadableImageException broken(JpegSegment segment) {
        return UnreadableImageException.brokenJpeg(JpegFault.SCAN, segment.start());
    }

    /** Whether it is of one component, whose blocks stand row by row. */
    boolean isAlone() {
        return parts.size() == 1;
    }
}
