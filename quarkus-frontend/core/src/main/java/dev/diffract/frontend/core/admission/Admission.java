package dev.diffract.frontend.core.admission;

import dev.diffract.frontend.core.time.Unheard;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntConsumer;

/**
 * Bounds how many generations are drawn at once and how many wait, first come first served. Thread-safe; callbacks run
 * outside of its lock.
 */
public final class Admission {

    private final int maxActive;
    private final int maxQueued;
    private final Set<Waiting> queue = new LinkedHashSet<>();
    private int active;

    /**
     * @param maxActive at least 1
     * @param maxQueued 0 to let nobody wait
     * @throws IllegalArgumentException if a bound is out of its range
     */
    public Admission(int maxActive, int maxQueued) {
        if (maxActive < 1 || maxQueued < 0) {
            throw new IllegalArgumentException("expected maxActive of at least 1 and maxQueued of at least 0, was "
                    + maxActive + " and " + maxQueued);
        }
        this.maxActive = maxActive;
        this.maxQueued = maxQueued;
    }

    /**
     * Asks for a place. Either {@code admitted} runs before this returns, or the asker waits and is told its position
     * now and whenever it changes, 1 being next.
     *
     * @return to be left exactly when the place is no longer needed, waiting or not
     * @throws QueueFullException if as many wait as may
     */
    public Place enter(Runnable admitted, IntConsumer position) {
        Waiting asker = new Waiting(admitted, position);
        int queuedAt;
        synchronized (this) {
            if (active < maxActive) {
                active++;
                asker.admitted = true;
                queuedAt = 0;
            } else if (queue.size() < maxQueued) {
                queue.add(asker);
                queuedAt = queue.size();
            } else {
                throw new QueueFullException(active, queue.size());
            }
        }
        if (queuedAt == 0) {
            admitted.run();
        } else {
            position.accept(queuedAt);
        }
        return () -> leave(asker);
    }

    /** Generations being drawn. */
    public synchronized int active() {
        return active;
    }

    /** Generations waiting. */
    public synchronized int queued() {
        return queue.size();
    }

    private void leave(Waiting leaver) {
        List<Runnable> news = new ArrayList<>();
        synchronized (this) {
            if (leaver.left) {
                return;
            }
            leaver.left = true;
            if (leaver.admitted) {
                active--;
                admitNext(news);
            } else {
                queue.remove(leaver);
            }
            int position = 1;
            for (Waiting waiting : queue) {
                int now = position++;
                news.add(() -> waiting.position.accept(now));
            }
        }
        news.forEach(Unheard::run); // who breaks keeps nobody else waiting
    }

    private void admitNext(List<Runnable> news) {
        var first = queue.iterator();
        if (first.hasNext()) {
            Waiting next = first.next();
            first.remove();
            next.admitted = true;
            active++;
            news.add(next.onAdmitted);
        }
    }

    /** A place in the queue or among the active. */
    @FunctionalInterface
    public interface Place {
        /** Gives the place up; later calls do nothing. */
        void leave();
    }

    private static final class Waiting {
        private final Runnable onAdmitted;
        private final IntConsumer position;
        private boolean admitted;
        private boolean left;

        private Waiting(Runnable onAdmitted, IntConsumer position) {
            this.onAdmitted = onAdmitted;
            this.position = position;
        }
    }
}
