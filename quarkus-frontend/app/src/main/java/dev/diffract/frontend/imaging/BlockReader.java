package dev.diffract.frontend.imaging;

/** What a scan does with each of its blocks. */
interface BlockReader {

    /**
     * Reads the next block.
     *
     * @param part of the scan that it belongs to, from 0
     * @param column of the block in its component, from 0
     * @param row of the block in its component, from 0
     * @throws UnreadableImageException if the bits are none that it could have
     */
    void read(int part, int column, int row) throws UnreadableImageException;

    /** Forgets the blocks before the next. */
    void restart();
}
