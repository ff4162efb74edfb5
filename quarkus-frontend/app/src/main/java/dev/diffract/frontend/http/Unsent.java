package dev.diffract.frontend.http;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Bounds the memory of answers that are complete and that nobody has taken yet. A connection with more than its share of it is answered
 * nothing more. When all together take three quarters of it, those are cut off of which nothing is taken, the oldest first; whoever
 * reads is cut off only when seven eighths are taken. Until that is done, nobody is answered who would need more than the rest. Thread-safe;
 * whoever is cut off is so outside of its lock.
 */
final class Unsent {

    /** What an answer takes beside its bytes: streams, headers, requests. */
    static final long OVERHEAD = 8 << 10;

    private static final int SHARES = 8;

    private final long capacity;
    private final Set<Answer> waiting = new LinkedHashSet<>();
    private final Map<Object, Long> connections = new HashMap<>();
    private long taken;
    private long ending;

    /** @param capacity bytes for all answers together */
    Unsent(long capacity) {
        this.capacity = capacity;
    }

    /** An answer that waits to be taken. */
    final class Answer {
        private final Object connection;
        private final long bytes;
        private final Runnable cutOff;
        private boolean held = true;
        private boolean moves;

        private Answer(Object connection, long bytes, Runnable cutOff) {
            this.connection = connection;
            this.bytes = bytes;
            this.cutOff = cutOff;
        }

        /** Whether something of it was taken lately. */
        void moved(boolean lately) {
            synchronized (Unsent.this) {
                moves = lately;
            }
        }

        /** It is taken, or thrown away. Any number of times. */
        void release() {
            synchronized (Unsent.this) {
                if (held) {
                    held = false;
                    ending -= waiting.remove(this) ? 0 : bytes;
                    taken -= bytes;
                    connections.computeIfPresent(
                            connection, (any, all) -> all == bytes ? null : Long.valueOf(all - bytes));
                }
            }
        }
    }

    /**
     * Whether there is room for any answer at all.
     *
     * @param open requests, answered or not, that are not over
     */
    synchronized boolean hasRoom(int open) {
        return taken < capacity && open * OVERHEAD < capacity;
    }

    /** Whether a connection may ask for more: it has taken most of what it asked for before. */
    synchronized boolean hasRoom(Object connection) {
        return connections.getOrDefault(connection, 0L) < capacity / SHARES;
    }

    /**
     * An answer is complete. It has room in any case; others may lose theirs by it.
     *
     * @param bytes of its body
     * @param cutOff ends it, if others need its room; it is to be released then
     */
    Answer add(Object connection, long bytes, Runnable cutOff) {
        Answer added = new Answer(connection, bytes + OVERHEAD, cutOff);
        Queue<Answer> tooMany = new ArrayDeque<>();
        synchronized (this) {
            waiting.add(added);
            taken += added.bytes;
            connections.merge(connection, added.bytes, Long::sum);
            collect(answer -> answer != added && !answer.moves, tooMany);
            if (taken - ending >= capacity / 8 * 7) {
                collect(answer -> answer != added, tooMany);
            }
        }
        tooMany.forEach(answer -> answer.cutOff.run());
        return added;
    }

    /** Somebody finds no room: those of which nothing is taken have had their time. */
    void makeRoom() {
        Queue<Answer> tooMany = new ArrayDeque<>();
        synchronized (this) {
            collect(answer -> !answer.moves, tooMany);
        }
        tooMany.forEach(answer -> answer.cutOff.run());
    }

    /** Takes the oldest from those that wait, until three quarters are left. */
    private void collect(Predicate<Answer> which, Queue<Answer> collected) {
        Iterator<Answer> oldest = waiting.iterator();
        while (taken - ending > capacity / 4 * 3 && oldest.hasNext()) {
            Answer answer = oldest.next();
            if (which.test(answer)) {
                oldest.remove();
                ending += answer.bytes;
                collected.add(answer);
            }
        }
    }

    /** Bytes that all answers take now. */
    synchronized long taken() {
        return taken;
    }
}
