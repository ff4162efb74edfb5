package dev.diffract.frontend.http;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;

/**
 * Bounds the memory of answers that are complete and that nobody has taken yet. A connection with more than its share of it is answered
 * nothing more. When all together take three quarters of it, those that have waited longest are cut off, because who reads at all takes
 * an answer soon; until that is done, nobody is answered who would need more than the rest. Thread-safe; whoever is cut off is so outside
 * of its lock.
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

        private Answer(Object connection, long bytes, Runnable cutOff) {
            this.connection = connection;
            this.bytes = bytes;
            this.cutOff = cutOff;
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
            long more = taken - ending - capacity / 4 * 3;
            for (Answer oldest : waiting) {
                if (more <= 0 || oldest == added) {
                    break;
                }
                more -= oldest.bytes;
                tooMany.add(oldest);
            }
            for (Answer oldest : tooMany) {
                waiting.remove(oldest);
                ending += oldest.bytes;
            }
        }
        tooMany.forEach(answer -> answer.cutOff.run());
        return added;
    }

    /** Bytes that all answers take now. */
    synchronized long taken() {
        return taken;
    }
}
