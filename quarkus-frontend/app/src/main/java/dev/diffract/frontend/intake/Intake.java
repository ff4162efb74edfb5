package dev.diffract.frontend.intake;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Bounds what requests take before anything is known of them: the memory of all bodies and pictures together, how many are read at the
 * same time, and how many wait for that. Who finds no room is refused at once and may come again. A share of the memory is for small
 * requests alone, so that a few large ones that never end keep nobody from drawing. A request that is being read takes its room from large
 * ones that are not: else all might fill the memory together, and none be read to its end. Thread-safe; callbacks run outside of its lock.
 */
public final class Intake {

    /** A request that takes no more than this finds room where larger ones find none; bytes. */
    static final long SMALL = 256 << 10;

    private final long capacity;
    private final int readers;
    private final int places;
    private final Drawings drawings;
    private final Deque<Visit> waiting = new ArrayDeque<>();
    private final Set<Visit> unread = new LinkedHashSet<>();
    private long taken;
    private int reading;
    private long refused;
    private long leftWaiting;
    private long leftReading;

    /**
     * @param capacity bytes for all requests together, at least 1 MiB
     * @param readers requests read at the same time, at least 1
     * @param places requests that may wait until they are read, 0 and up
     * @param drawings what will be drawn for them
     * @throws IllegalArgumentException if one of them is out of its range
     */
    public Intake(long capacity, int readers, int places, Drawings drawings) {
        if (capacity < 1 << 20 || readers < 1 || places < 0) {
            throw new IllegalArgumentException(
                    "no intake: " + capacity + " bytes, " + readers + " readers, " + places + " places to wait");
        }
        this.capacity = capacity;
        this.readers = readers;
        this.places = places;
        this.drawings = drawings;
    }

    /** A request comes in. To be {@linkplain Visit#close() closed} however it ends. */
    public synchronized Visit open() {
        Visit visit = new Visit(this);
        unread.add(visit);
        return visit;
    }

    /** What will be drawn for the requests. */
    public Drawings drawings() {
        return drawings;
    }

    /** Bytes that requests may take together. */
    public long capacity() {
        return capacity;
    }

    /** Bytes that are taken now. */
    public synchronized long taken() {
        return taken;
    }

    /** Requests being read. */
    public synchronized int reading() {
        return reading;
    }

    /** Requests that wait until they are read. */
    public synchronized int waiting() {
        return waiting.size();
    }

    /** Requests refused for want of room, so far. */
    public synchronized long refused() {
        return refused;
    }

    /** Requests whose senders went while they waited until they are read, so far. */
    public synchronized long leftWaiting() {
        return leftWaiting;
    }

    /** Requests that were read no further because their senders had gone, so far. */
    public synchronized long leftReading() {
        return leftReading;
    }

    /** The most that one request may take. */
    long most() {
        return capacity / 4 * 3;
    }

    /** @return whether there is room for so much more now */
    synchronized boolean offers(long held, long more) {
        if (held + more > most()) {
            refused++;
            throw IntakeFullException.never(most());
        }
        return taken + more <= (held + more <= SMALL ? capacity : most());
    }

    synchronized boolean take(long held, long more) {
        boolean room = offers(held, more);
        if (room) {
            taken += more;
        }
        return room;
    }

    synchronized IntakeFullException full() {
        refused++;
        return IntakeFullException.now();
    }

    /**
     * Gives up the youngest of the large requests that nobody reads yet.
     *
     * @return whether there was one
     */
    boolean giveUpOne() {
        Visit youngest = null;
        synchronized (this) {
            for (Visit visit : unread) {
                youngest = visit.isLarge() ? visit : youngest;
            }
            unread.remove(youngest);
        }
        if (youngest == null) {
            return false;
        }
        youngest.giveUp();
        return true;
    }

    /** It is read, or over. */
    synchronized void begun(Visit visit) {
        unread.remove(visit);
    }

    synchronized void release(long bytes) {
        taken -= bytes;
    }

    /** @return whether its turn is now */
    synchronized boolean enter(Visit visit) {
        if (reading < readers) {
            reading++;
            return true;
        }
        if (waiting.size() >= places) {
            throw full();
        }
        waiting.add(visit);
        return false;
    }

    synchronized void withdraw(Visit visit) {
        waiting.remove(visit);
    }

    synchronized void leftWhileWaiting() {
        leftWaiting++;
    }

    synchronized void brokenOff() {
        leftReading++;
    }

    /** @return whose turn is next, if anybody waits */
    synchronized Optional<Visit> leave() {
        Visit next = waiting.poll();
        if (next == null) {
            reading--;
        }
        return Optional.ofNullable(next);
    }
}
