package dev.diffract.frontend.intake;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

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
    private final Supplier<Optional<Duration>> firstOver;
    private long taken;
    private long refused;

    /**
     * @param capacity bytes for all requests together, at least 1 MiB
     * @param firstOver in how long one of the requests will be over, so that room comes free, if that is known: whole seconds, at least one
     * @throws IllegalArgumentException if it is less
     */
    public Drawings(long capacity, Supplier<Optional<Duration>> firstOver) {
        if (capacity < LEAST) {
            throw new IllegalArgumentException("no memory for pictures: " + capacity + " bytes");
        }
        this.capacity = capacity;
        this.firstOver = firstOver;
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

    void take(long bytes) {
        if (!isTaken(bytes)) {
            throw new DrawingsFullException(firstOver.get());
        }
    }

    private synchronized boolean isTaken(long bytes) {
        boolean room = taken + bytes <= (bytes <= capacity / SMALL_PART ? capacity : most());
        if (room) {
            taken += bytes;
        } else {
            refused++;
        }
        return room;
    }

    synchronized void release(long bytes) {
        taken -= bytes;
    }
}
