package dev.diffract.frontend.imaging;

import java.util.Arrays;
import java.util.List;

/** Blocks of a scan that has some coefficients, or one more bit of them (ITU-T T.81, G.1.2). Not thread-safe. */
final class PartialBlocks implements BlockReader {

    private static final int ZEROS = 15;

    private final JpegScan scan;
    private final JpegBits bits;
    private final List<JpegCoefficients> coefficients;
    private final HuffmanTable[] codes;
    private final int[] before;

    /** So many blocks, from the next on, have nothing new. */
    private int run;

    /**
     * @param coefficients of the parts of the scan
     * @throws UnreadableImageException if a table is missing, or the scan has what it may not have now
     */
    PartialBlocks(JpegScan scan, List<JpegCoefficients> coefficients, JpegTables tables, JpegBits bits)
            throws UnreadableImageException {
        this.scan = scan;
        this.bits = bits;
        this.coefficients = coefficients;
        int parts = scan.parts().size();
        this.codes = new HuffmanTable[parts];
        this.before = new int[parts];
        for (int i = 0; i < parts; i++) {
            JpegScan.Part part = scan.parts().get(i);
            coefficients.get(i).take(scan);
            part.component().begin(tables.quantisation(part.component().table(), scan.segment()));
            if (scan.first() > 0) {
                codes[i] = tables.frequencies(part.frequencies(), scan.segment());
            } else if (scan.before() == 0) {
                codes[i] = tables.differences(part.differences(), scan.segment());
            }
        }
    }

    @Override
    public void read(int part, int column, int row) throws UnreadableImageException {
        short[] values = coefficients.get(part).values();
        int block = coefficients.get(part).place(column, row);
        if (scan.first() == 0) {
            readFirst(part, values, block);
        } else if (scan.before() == 0) {
            readNew(codes[part], values, block);
        } else {
            readMore(codes[part], values, block);
        }
    }

    private void readFirst(int part, short[] values, int block) throws UnreadableImageException {
        if (scan.before() == 0) {
            before[part] += codes[part].difference(bits);
            values[block] = (short) (before[part] << scan.now());
        } else {
            values[block] |= (short) (bits.bit() << scan.now());
        }
    }

    private void readNew(HuffmanTable table, short[] values, int block) throws UnreadableImageException {
        if (run > 0) {
            run--;
            return;
        }
        for (int k = scan.first(); k <= scan.last(); k++) {
            int code = table.next(bits);
            int size = code & 15;
            int zeros = code >> 4;
            if (size == 0 && zeros < ZEROS) {
                run = (1 << zeros) + bits.bits(zeros) - 1;
                return;
            }
            k += zeros;
            if (k > scan.last()) {
                throw UnreadableImageException.brokenJpeg(JpegFault.CODE, bits.at());
            }
            if (size > 0) {
                values[block + JpegTables.ORDER[k]] = (short) (bits.signed(size) << scan.now());
            }
        }
    }

    /** Between new coefficients, those that are there get their next bit. */
    private void readMore(HuffmanTable table, short[] values, int block) throws UnreadableImageException {
        int k = scan.first();
        while (run == 0 && k <= scan.last()) {
            int code = table.next(bits);
            int size = code & 15;
            int zeros = code >> 4;
            if (size > 1) {
                throw UnreadableImageException.brokenJpeg(JpegFault.CODE, bits.at());
            }
            if (size == 0 && zeros < ZEROS) {
                run = (1 << zeros) + bits.bits(zeros);
                break;
            }
            int value = size == 0 ? 0 : (bits.bit() == 1 ? 1 : -1) << scan.now();
            k = refine(values, block, k, zeros);
            if (k > scan.last()) {
                throw UnreadableImageException.brokenJpeg(JpegFault.CODE, bits.at());
            }
            values[block + JpegTables.ORDER[k++]] = (short) value;
        }
        if (run > 0) {
            refine(values, block, k, Dct.VALUES);
            run--;
        }
    }

    /**
     * Gives their next bit to coefficients that are not zero, over so many zeros, up to the zero behind them.
     *
     * @return where that stands in the order of files; behind the last of the scan if there is none
     */
    private int refine(short[] values, int block, int from, int zeros) throws UnreadableImageException {
        int left = zeros;
        int k = from;
        while (k <= scan.last()) {
            int place = block + JpegTables.ORDER[k];
            if (values[place] == 0) {
                if (left-- == 0) {
                    return k;
                }
            } else if (bits.bit() == 1) {
                values[place] += (short) ((values[place] > 0 ? 1 : -1) << scan.now());
            }
            k++;
        }
        return k;
    }

    @Override
    public void restart() {
        Arrays.fill(before, 0);
        run = 0;
    }
}
