package dev.diffract.frontend.imaging;

import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/** What is written, in pieces until it is asked for: nothing of it is copied to make room for more. Not thread-safe. */
final class Blocks extends OutputStream {

    private static final int SIZE = 64 << 10;

    private final List<byte[]> full = new ArrayList<>();
    private byte[] block = new byte[SIZE];
    private int used;

    @Override
    public void write(int value) {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int length) {
        for (int done = 0; done < length; ) {
            if (used == SIZE) {
                full.add(block);
                block = new byte[SIZE];
                used = 0;
            }
            int count = Math.min(length - done, SIZE - used);
            System.arraycopy(from, offset + done, block, used, count);
            done += count;
            used += count;
        }
    }

    /** All of it. */
    byte[] join() {
        byte[] all = new byte[Math.addExact(Math.multiplyExact(full.size(), SIZE), used)];
        int at = 0;
        for (byte[] piece : full) {
            System.arraycopy(piece, 0, all, at, SIZE);
            at += SIZE;
        }
        System.arraycopy(block, 0, all, at, used);
        return all;
    }
}
