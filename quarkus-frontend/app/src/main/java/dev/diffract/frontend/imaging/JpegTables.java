package dev.diffract.frontend.imaging;

/**
 * What a JPEG file says before its scans and between them: how coefficients are coded and what they count (ITU-T T.81, B.2.4). A
 * table of codes is unfolded when a scan uses it. Not thread-safe.
 */
final class JpegTables {

    private static final int TABLES = 4;

    /** From the order in files to rows of eight, lowest frequencies first. */
    static final int[] ORDER = order();

    private final int[][] quantisation = new int[TABLES][];

    /** Places of the tables in the file, those for differences first; 0 is nowhere. */
    private final int[] places = new int[2 * TABLES];

    private final HuffmanTable[] codes = new HuffmanTable[2 * TABLES];
    private int interval;

    /** Along the diagonals of a block, up and down in turn. */
    private static int[] order() {
        int[] order = new int[Dct.VALUES];
        int at = 0;
        for (int sum = 0; sum < 2 * Dct.SIDE - 1; sum++) {
            int from = Math.max(0, sum - Dct.SIDE + 1);
            int to = Math.min(sum, Dct.SIDE - 1);
            for (int i = from; i <= to; i++) {
                int row = sum % 2 == 0 ? from + to - i : i;
                order[at++] = row * Dct.SIDE + sum - row;
            }
        }
        return order;
    }

    /**
     * Takes what a segment says, if it is one of tables.
     *
     * @throws UnreadableImageException if there is less in it than it says
     */
    void take(JpegSegment segment) throws UnreadableImageException {
        switch (segment.marker()) {
            case JpegMarker.QUANTISATION -> takeQuantisation(segment);
            case JpegMarker.HUFFMAN_TABLES -> takeCodes(segment);
            case JpegMarker.INTERVAL -> interval = segment.u16(0);
            default -> {}
        }
    }

    private void takeQuantisation(JpegSegment segment) throws UnreadableImageException {
        for (int at = 0; at < segment.length(); ) {
            int kind = segment.u8(at++);
            boolean wide = kind >> 4 == 1;
            if (kind >> 4 > 1 || (kind & 15) >= TABLES) {
                throw UnreadableImageException.brokenJpeg(JpegFault.TABLE, segment.start() + at);
            }
            int[] table = new int[Dct.VALUES];
            for (int i = 0; i < Dct.VALUES; i++) {
                table[ORDER[i]] = wide ? segment.u16(at) : segment.u8(at);
                at += wide ? 2 : 1;
            }
            quantisation[kind & 15] = table;
        }
    }

    private void takeCodes(JpegSegment segment) throws UnreadableImageException {
        for (int at = 0; at < segment.length(); ) {
            int kind = segment.u8(at++);
            if (kind >> 4 > 1 || (kind & 15) >= TABLES) {
                throw UnreadableImageException.brokenJpeg(JpegFault.TABLE, segment.start() + at);
            }
            segment.u8(at + 15);
            int start = segment.start() + at;
            int symbols = HuffmanTable.count(segment.file(), start);
            if (symbols > 256) {
                throw UnreadableImageException.brokenJpeg(JpegFault.TABLE, start);
            }
            at += 16 + symbols;
            if (at > segment.length()) {
                throw UnreadableImageException.brokenJpeg(JpegFault.SEGMENT, segment.start());
            }
            int index = (kind >> 4) * TABLES + (kind & 15);
            places[index] = start;
            codes[index] = null;
        }
    }

    /**
     * What coefficients count, in rows of eight; not to be changed.
     *
     * @param number 0 to 3
     * @param scan that needs it
     * @throws UnreadableImageException if there is no such table
     */
    int[] quantisation(int number, JpegSegment scan) throws UnreadableImageException {
        if (quantisation[number] == null) {
            throw UnreadableImageException.brokenJpeg(JpegFault.TABLE, scan.start());
        }
        return quantisation[number];
    }

    /**
     * Codes of differences to the block before.
     *
     * @param number 0 to 3
     * @param scan that needs it
     * @throws UnreadableImageException if there is no such table, or it cannot be
     */
    HuffmanTable differences(int number, JpegSegment scan) throws UnreadableImageException {
        return codes(number, scan);
    }

    /**
     * Codes of all other coefficients.
     *
     * @param number 0 to 3
     * @param scan that needs it
     * @throws UnreadableImageException if there is no such table, or it cannot be
     */
    HuffmanTable frequencies(int number, JpegSegment scan) throws UnreadableImageException {
        return codes(TABLES + number, scan);
    }

    private HuffmanTable codes(int index, JpegSegment scan) throws UnreadableImageException {
        if (places[index] == 0) {
            throw UnreadableImageException.brokenJpeg(JpegFault.TABLE, scan.start());
        }
        if (codes[index] == null) {
            codes[index] = new HuffmanTable(scan.file(), places[index]);
        }
        return codes[index];
    }

    /** After how many units a scan is interrupted by a marker; 0 for never. */
    int interval() {
        return interval;
    }
}
