package dev.diffract.frontend.intake;

import java.util.ArrayList;
import java.util.List;

/**
 * Gathers the bytes of a body as they come, however small the pieces, in memory that its visit has taken: twice of what it holds, because
 * the pieces are joined and their pictures decoded. Not thread-safe.
 */
public final class Body {

    private static final int FIRST = 1 << 10;
    private static final int LARGEST = 256 << 10;

    private final Visit visit;
    private final List<byte[]> full = new ArrayList<>();
    private byte[] block = {};
    private int used;
    private long length;

    public Body(Visit visit) {
        this.visit = visit;
    }

    /** What a body of so many bytes takes. */
    public static long cost(long length) {
        return 2 * length;
    }

    /** Bytes so far. */
    public long length() {
        return length;
    }

    /**
     * @throws IntakeFullException if there is no room for more
     */
    public void add(byte[] part) {
        for (int from = 0; from < part.length; ) {
            if (used == block.length) {
                grow();
            }
            int count = Math.min(part.length - from, block.length - used);
            System.arraycopy(part, from, block, used, count);
            from += count;
            used += count;
            length += count;
        }
    }

    /** As large as all before it, so that there are few. */
    private void grow() {
        int size = (int) Math.min(Math.max(length, FIRST), LARGEST);
        visit.take(cost(size));
        if (used > 0) {
            full.add(block);
        }
        block = new byte[size];
        used = 0;
    }

    /** All of it; this one is empty afterwards. */
    public byte[] join() {
        byte[] all = new byte[Math.toIntExact(length)];
        int at = 0;
        for (byte[] part : full) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        System.arraycopy(block, 0, all, at, used);
        forget();
        return all;
    }

    /** Drops what came so far. */
    public void forget() {
        full.clear();
        block = new byte[0];
        used = 0;
        length = 0;
    }
}
