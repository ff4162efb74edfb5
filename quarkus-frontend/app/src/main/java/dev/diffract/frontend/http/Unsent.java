package dev.diffract.frontend.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * Bounds the memory of answers that are made and that nobody has taken yet. Each has one entry, from its request on: what most answers take
 * is kept for it until it is made, and then it counts with what was made of it, at once and on whatever thread. Its connection's event loop
 * looks again and again how much of that is left. A connection with more than its share is answered nothing more, and where all together
 * have everything, nobody is. Before that, when all together have three quarters, those give way of which nothing is taken, the oldest
 * first; whoever reads gives way only when those are gone and seven eighths are still taken. Nobody gives way who has not been looked at
 * once more. Thread-safe; calls nobody while it holds its lock.
 */
final class Unsent {

    /** What an answer takes beside its bytes: streams, headers, requests. */
    static final long OVERHEAD = 8 << 10;

    /** What is kept for an answer before it is made: requests are accepted by the hundred before the first of them is answered. */
    static final long EXPECTED = 64 << 10;

    /** Answers that may be due at a time, however little there is for them. */
    static final int DUE = 128;

    private static final int SHARES = 8;

    private final long capacity;
    private final long each;
    private final Set<Answer> waiting = new LinkedHashSet<>();
    private final Map<Object, Set<Answer>> connections = new HashMap<>();
    private int expected;
    private long taken;
    private long ending;

    /** @param capacity bytes for all answers together */
    Unsent(long capacity) {
        this.capacity = capacity;
        this.each = Math.min(EXPECTED, capacity / DUE);
    }

    /** Whose answer it is, and who knows how it goes. */
    interface Owner {

        /** Looks at once how much of it is left; on the event loop of its connection. */
        void look();

        /**
         * Others need its room: on its event loop it is looked at once more. It ends if it stands still, and is {@linkplain Answer#spare
         * spared} otherwise.
         *
         * @param reading whether it is to end even if somebody reads it, as long as it is not over
         * @param done runs when one of that has happened
         */
        void giveWay(boolean reading, Runnable done);
    }

    private enum Stage {
        EXPECTED,
        WAITING,
        ENDING,
        OVER
    }

    /** The room of one answer. */
    final class Answer {
        private final Object connection;
        private final Owner owner;
        private Stage stage = Stage.OVER;
        private long onItsWay;
        private long left;
        private boolean moves;
        private boolean fresh;

        private Answer(Object connection, Owner owner) {
            this.connection = connection;
            this.owner = owner;
        }

        /**
         * Something is made of it, though its client may be gone: that is known where {@link #left} is called next, or {@link #release}. It
         * has room in any case.
         *
         * @param bytes that are on their way to the event loop, all of them that may be
         */
        void made(long bytes) {
            synchronized (Unsent.this) {
                if (stage == Stage.EXPECTED || stage == Stage.OVER) {
                    become(Stage.WAITING);
                }
                fresh = true;
                count(bytes, left);
            }
        }

        /**
         * Somebody looked. Others may have to give way.
         *
         * @param bytes that were handed to the event loop and are not taken, 0 where nothing waits
         * @param lately whether some were taken lately
         * @param whole whether everything that was {@link #made} has been handed to the event loop
         */
        void left(long bytes, boolean lately, boolean whole) {
            boolean more;
            synchronized (Unsent.this) {
                if (stage == Stage.OVER) {
                    return;
                }
                more = fresh || bytes > left;
                fresh &= !whole;
                moves = lately;
                count(whole ? 0 : onItsWay, bytes);
                if (stage == Stage.EXPECTED && bytes > 0) {
                    become(Stage.WAITING);
                } else if (stage == Stage.WAITING && !whole && onItsWay + left == 0) {
                    become(Stage.EXPECTED);
                }
            }
            if (more) {
                displace(this);
            }
        }

        /** Bytes that all answers of its connection take now. */
        long onConnection() {
            synchronized (Unsent.this) {
                return connections.getOrDefault(connection, Set.of()).stream()
                        .mapToLong(Answer::bytes)
                        .sum();
            }
        }

        /** It is taken on, or thrown away. Any number of times. */
        void release() {
            synchronized (Unsent.this) {
                count(0, 0);
                become(Stage.OVER);
            }
        }

        /** It does not have to give way, for it is read; others may have to instead. */
        void spare() {
            synchronized (Unsent.this) {
                if (stage == Stage.ENDING) {
                    moves = true;
                    become(Stage.WAITING);
                }
            }
            displace(null);
        }

        private long bytes() {
            return stage == Stage.WAITING || stage == Stage.ENDING ? OVERHEAD + onItsWay + left : 0;
        }

        private void count(long onItsWay, long left) {
            sum(-1);
            this.onItsWay = onItsWay;
            this.left = left;
            sum(1);
        }

        private void become(Stage next) {
            if (next != stage) {
                sum(-1);
                stage = next;
                sum(1);
                connections.compute(connection, (any, answers) -> keep(answers, next != Stage.OVER));
                if (next == Stage.WAITING) {
                    waiting.add(this);
                } else {
                    waiting.remove(this);
                }
            }
        }

        private Set<Answer> keep(Set<Answer> answers, boolean open) {
            Set<Answer> kept = answers == null ? new HashSet<>() : answers;
            if (open) {
                kept.add(this);
            } else {
                kept.remove(this);
            }
            return kept.isEmpty() ? null : kept;
        }

        private void sum(int sign) {
            taken += sign * bytes();
            ending += stage == Stage.ENDING ? sign * bytes() : 0;
            expected += stage == Stage.EXPECTED ? sign : 0;
        }
    }

    /** An answer is due. */
    Answer expect(Object connection, Owner owner) {
        Answer answer = new Answer(connection, owner);
        synchronized (this) {
            answer.become(Stage.EXPECTED);
        }
        return answer;
    }

    /** Whether there is room for one more answer. */
    synchronized boolean hasRoom() {
        return taken + (expected + 1) * each <= capacity;
    }

    /** Whether a connection may ask for more: it has taken most of what it asked for before. */
    boolean hasRoom(Object connection) {
        return isBelowShare(connection) || lookHasRoom(connection);
    }

    /** Who has taken all of an answer asks for the next one at once; on the event loop of the connection. */
    private boolean lookHasRoom(Object connection) {
        List<Answer> answers;
        synchronized (this) {
            answers = List.copyOf(connections.getOrDefault(connection, Set.of()));
        }
        answers.forEach(answer -> answer.owner.look());
        return isBelowShare(connection);
    }

    private synchronized boolean isBelowShare(Object connection) {
        long bytes = 0;
        for (Answer answer : connections.getOrDefault(connection, Set.of())) {
            bytes += answer.bytes();
        }
        return bytes < capacity / SHARES;
    }

    /**
     * Somebody finds no room: everybody who waits too long gives way, without exception.
     *
     * @param then runs when all of them are gone or spared, on any thread; never if nobody gives way
     * @return whether somebody gives way
     */
    boolean makeRoom(Runnable then) {
        return displace(null, then);
    }

    private void displace(Answer newest) {
        displace(newest, () -> {});
    }

    private boolean displace(Answer newest, Runnable then) {
        List<Answer> still = new ArrayList<>();
        List<Answer> reading = new ArrayList<>();
        synchronized (this) {
            collect(capacity / 4 * 3, answer -> answer != newest && !answer.moves, still);
            collect(capacity / 8 * 7, answer -> answer != newest, reading);
        }
        AtomicInteger undecided = new AtomicInteger(still.size() + reading.size());
        Runnable done = () -> {
            if (undecided.decrementAndGet() == 0) {
                then.run();
            }
        };
        still.forEach(answer -> answer.owner.giveWay(false, done));
        reading.forEach(answer -> answer.owner.giveWay(true, done));
        return !(still.isEmpty() && reading.isEmpty());
    }

    /** Takes the oldest from those that wait, until the others have no more than so much. */
    private void collect(long most, Predicate<Answer> which, List<Answer> collected) {
        Iterator<Answer> oldest = waiting.iterator();
        while (taken - ending > most && oldest.hasNext()) {
            Answer answer = oldest.next();
            if (which.test(answer)) {
                oldest.remove();
                answer.become(Stage.ENDING);
                collected.add(answer);
            }
        }
    }

    /** Bytes that all answers take now which are made. */
    synchronized long taken() {
        return taken;
    }
}
