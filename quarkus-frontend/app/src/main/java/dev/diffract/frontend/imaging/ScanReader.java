package dev.diffract.frontend.imaging;

import dev.diffract.frontend.core.imaging.Effort;

/**
 * Goes through the units of a scan (ITU-T T.81, A.2): blocks row by row where it is of one component, else as many blocks of each as
 * make the same part of the picture.
 *
 * @param scan to be read
 * @param interval units between two markers; 0 if there are none
 * @param effort is told of each row of units
 */
record ScanReader(JpegScan scan, int interval, Effort effort) {

    private static final int MARKERS = 8;

    /**
     * Reads all of it.
     *
     * @param blocks what is done with each block
     * @param bits of the scan
     * @throws UnreadableImageException if it is broken, or too short
     */
    void read(BlockReader blocks, JpegBits bits) throws UnreadableImageException {
        JpegComponent one = scan.parts().get(0).component();
        int wide = scan.isAlone() ? one.ownBlocksWide() : one.blocksWide() / one.across();
        int high = scan.isAlone() ? one.ownBlocksHigh() : one.blocksHigh() / one.down();
        int unit = 0;
        for (int row = 0; row < high; row++) {
            effort.spend((long) one.stride() * scan.parts().size());
            for (int column = 0; column < wide; column++) {
                if (interval > 0 && unit > 0 && unit % interval == 0) {
                    bits.restart((unit / interval - 1) % MARKERS);
                    blocks.restart();
                }
                unit++;
                if (scan.isAlone()) {
                    blocks.read(0, column, row);
                } else {
                    readUnit(blocks, column, row);
                }
            }
        }
    }

    private void readUnit(BlockReader blocks, int column, int row) throws UnreadableImageException {
        for (int part = 0; part < scan.parts().size(); part++) {
            JpegComponent component = scan.parts().get(part).component();
            for (int down = 0; down < component.down(); down++) {
                for (int across = 0; across < component.across(); across++) {
                    blocks.read(part, column * component.across() + across, row * component.down() + down);
                }
            }
        }
    }
}
