package dev.diffract.frontend.intake;

/**
 * Bounds what requests hold of the pictures that are drawn for them, from the moment they are accepted until they are answered. Who finds
 * no room is refused at once and may come again: nobody waits for memory, so nobody waits in vain. A quarter is for small ones alone, so
 * that a large one keeps nobody else from drawing. Thread-safe.
 */
public final class Drawings {

    private static final long LEAST = 1 << 20;

    /** What takes no more than this part of all finds room where larger ones find none. */
    private static final int SMALL_PART = 16;

    private final long capacity;
    private long taken;
    private long refused;

    /**
     * @param capacity bytes for all requests together, at least 1 MiB
     * @throws IllegalArgumentException if it is less
     */
    public Drawings(long capacity) {
        if (capacity < LEAST) {
            throw new IllegalArgumentException("no memory for pictures: " + capacity + " bytes");
        }
        this.capacity = capacity;
    }

    /** Bytes that requests may hold together. */
    public long capacity() {
        return capacity;
    }

    /** The most that one request may hold; bytes. */
    public long most() {
        return capacity / 4 * 3;
    }

    /** Bytes that are held now. */
    public synchronized long taken() {
        return taken;
    }

    /** Requests refused for want of room, so far. */
    public synchronized long refused() {
        return refused;
    }

    synchronized void take(long bytes) {
        if (taken + bytes > (bytes <= capacity / SMALL_PART ? capacity : most())) {
            refused++;
            throw new DrawingsFullException();
        }
        taken += bytes;
    }

    synchronized void release(long bytes) {
        taken -= bytes;
    }
}
