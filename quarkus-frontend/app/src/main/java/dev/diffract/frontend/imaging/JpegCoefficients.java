package dev.diffract.frontend.imaging;

import dev.diffract.frontend.core.imaging.Effort;
import java.util.Arrays;

/** The coefficients of a component of a progressive file, which come bit by bit and band by band. Not thread-safe. */
final class JpegCoefficients {

    private static final int UNKNOWN = -1;

    private final JpegComponent component;

    /** Block by block. */
    private final short[] values;

    /** By coefficient in the order of files: how many of its last bits are still to come. */
    private final int[] left = new int[Dct.VALUES];

    JpegCoefficients(JpegComponent component) {
        this.component = component;
        this.values = new short[Math.toIntExact(component.room())];
        Arrays.fill(left, UNKNOWN);
    }

    JpegComponent component() {
        return component;
    }

    short[] values() {
        return values;
    }

    /** Where a block's first one stands. */
    int place(int column, int row) {
        return (row * component.blocksWide() + column) * Dct.VALUES;
    }

    /**
     * Notes that a scan has more of them: so each bit of each comes once, and scans without end are none.
     *
     * @throws UnreadableImageException if it has what is there already, or what something else must come before
     */
    void take(JpegScan scan) throws UnreadableImageException {
        boolean follows = scan.first() == 0 || left[0] != UNKNOWN;
        for (int k = scan.first(); k <= scan.last(); k++) {
            follows &= left[k] == (scan.before() == 0 ? UNKNOWN : scan.before());
            left[k] = scan.now();
        }
        if (!follows) {
            throw UnreadableImageException.brokenJpeg(
                    JpegFault.SCAN, scan.segment().start());
        }
    }

    /** Whether nothing is to come any more. */
    boolean areWhole() {
        return Arrays.stream(left).allMatch(bits -> bits == 0);
    }

    /**
     * Makes samples of them.
     *
     * @param effort is told of each row of blocks
     */
    void toSamples(Effort effort) {
        int[] counts = component.quantisation();
        int[] block = new int[Dct.VALUES];
        for (int row = 0; row < component.blocksHigh(); row++) {
            effort.spend(component.stride());
            for (int column = 0; column < component.blocksWide(); column++) {
                int from = place(column, row);
                boolean any = false;
                for (int i = 0; i < Dct.VALUES; i++) {
                    block[i] = values[from + i] * counts[i];
                    any |= i > 0 && block[i] != 0;
                }
                int at = component.place(column, row);
                if (any) {
                    Dct.inverse(block, component.samples(), at, component.stride());
                } else {
                    Dct.flat(block[0], component.samples(), at, component.stride());
                }
            }
        }
    }
}
