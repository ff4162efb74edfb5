package dev.diffract.frontend.imaging;

import java.util.Arrays;

/** Blocks with all of their coefficients (ITU-T T.81, F.2.2), which become samples at once. Not thread-safe. */
final class WholeBlocks implements BlockReader {

    private final JpegScan scan;
    private final JpegBits bits;
    private final HuffmanTable[] differences;
    private final HuffmanTable[] frequencies;
    private final int[] before;
    private final int[] block = new int[Dct.VALUES];

    /**
     * @throws UnreadableImageException if a table is missing, or a component was read already
     */
    WholeBlocks(JpegScan scan, JpegTables tables, JpegBits bits) throws UnreadableImageException {
        this.scan = scan;
        this.bits = bits;
        int parts = scan.parts().size();
        this.differences = new HuffmanTable[parts];
        this.frequencies = new HuffmanTable[parts];
        this.before = new int[parts];
        for (int i = 0; i < parts; i++) {
            JpegScan.Part part = scan.parts().get(i);
            differences[i] = tables.differences(part.differences(), scan.segment());
            frequencies[i] = tables.frequencies(part.frequencies(), scan.segment());
            if (part.component().isBegun()) {
                throw UnreadableImageException.brokenJpeg(
                        JpegFault.SCAN, scan.segment().start());
            }
        }
        for (JpegScan.Part part : scan.parts()) {
            part.component().begin(tables.quantisation(part.component().table(), scan.segment()));
        }
    }

    @Override
    public void read(int part, int column, int row) throws UnreadableImageException {
        JpegComponent component = scan.parts().get(part).component();
        int[] counts = component.quantisation();
        before[part] += differences[part].difference(bits);
        int first = before[part] * counts[0];
        int at = component.place(column, row);
        if (readOthers(frequencies[part], counts)) {
            block[0] = first;
            Dct.inverse(block, component.samples(), at, component.stride());
            Arrays.fill(block, 0);
        } else {
            Dct.flat(first, component.samples(), at, component.stride());
        }
    }

    /** Whether there is any but the first. */
    private boolean readOthers(HuffmanTable codes, int[] counts) throws UnreadableImageException {
        boolean any = false;
        for (int k = 1; k < Dct.VALUES; k++) {
            int code = codes.next(bits);
            int size = code & 15;
            int zeros = code >> 4;
            if (size == 0 && zeros < 15) {
                return any;
            }
            k += zeros;
            if (k >= Dct.VALUES) {
                throw UnreadableImageException.brokenJpeg(JpegFault.CODE, bits.at());
            }
            if (size > 0) {
                int place = JpegTables.ORDER[k];
                block[place] = bits.signed(size) * counts[place];
                any = true;
            }
        }
        return any;
    }

    @Override
    public void restart() {
        Arrays.fill(before, 0);
    }
}
