package dev.diffract.frontend.core.admission;

import dev.diffract.frontend.core.time.Unheard;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntConsumer;

/**
 * Bounds how many pictures are drawn at once and how many generations wait, first come first served. A generation of more pictures than
 * may be drawn at once begins when nobody else draws. Thread-safe; callbacks run outside of its lock.
 */
public final class Admission {

    private final int maxQueued;
    private final Set<Waiting> queue = new LinkedHashSet<>();
    private int maxActive;
    private int active;
    private int pictures;

    /**
     * @param maxActive pictures at once, at least 1; may {@linkplain #allow change}
     * @param maxQueued generations, 0 to let nobody wait
     * @throws IllegalArgumentException if a bound is out of its range
     */
    public Admission(int maxActive, int maxQueued) {
        if (maxQueued < 0) {
            throw new IllegalArgumentException("expected maxQueued of at least 0, was " + maxQueued);
        }
        this.maxActive = checked(maxActive);
        this.maxQueued = maxQueued;
    }

    /**
     * Changes how many pictures are drawn at once; who is drawn already goes on.
     *
     * @param most at least 1
     * @throws IllegalArgumentException if it is less
     */
    public void allow(int most) {
        List<Runnable> news = new ArrayList<>();
        synchronized (this) {
            maxActive = checked(most);
            if (admitNext(news)) {
                tellPositions(news);
            }
        }
        news.forEach(Unheard::run);
    }

    /**
     * Asks for a place. Either {@code admitted} runs before this returns, or the asker waits and is told its position
     * now and whenever it changes, 1 being next.
     *
     * @param count pictures, at least 1
     * @return to be left exactly when the place is no longer needed, waiting or not
     * @throws QueueFullException if as many wait as may
     */
    public Place enter(int count, Runnable admitted, IntConsumer position) {
        Waiting asker = new Waiting(count, admitted, position);
        int queuedAt;
        synchronized (this) {
            if (queue.isEmpty() && fits(asker)) {
                admit(asker);
                queuedAt = 0;
            } else if (queue.size() < maxQueued) {
                queue.add(asker);
                queuedAt = queue.size();
            } else {
                throw new QueueFullException(pictures, queue.size());
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

    /** Pictures that are drawn at once, if there are as many. */
    public synchronized int mostPictures() {
        return maxActive;
    }

    private static int checked(int maxActive) {
        if (maxActive < 1) {
            throw new IllegalArgumentException("expected maxActive of at least 1, was " + maxActive);
        }
        return maxActive;
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
                pictures -= leaver.count;
            } else {
                queue.remove(leaver);
            }
            admitNext(news);
            tellPositions(news);
        }
        news.forEach(Unheard::run); // who breaks keeps nobody else waiting
    }

    private boolean fits(Waiting asker) {
        return active == 0 || pictures + asker.count <= maxActive;
    }

    private void admit(Waiting asker) {
        asker.admitted = true;
        active++;
        pictures += asker.count;
    }

    /** The first waits until there is room for it: else one of many pictures would never begin while those of few come. */
    private boolean admitNext(List<Runnable> news) {
        boolean any = false;
        while (!queue.isEmpty() && fits(queue.iterator().next())) {
            Waiting next = queue.iterator().next();
            queue.remove(next);
            admit(next);
            news.add(next.onAdmitted);
            any = true;
        }
        return any;
    }

    private void tellPositions(List<Runnable> news) {
        int position = 1;
        for (Waiting waiting : queue) {
            int now = position++;
            news.add(() -> waiting.position.accept(now));
        }
    }

    /** A place in the queue or among the active. */
    @FunctionalInterface
    public interface Place {
        /** Gives the place up; later calls do nothing. */
        void leave();
    }

    private static final class Waiting {
        private final int count;
        private final Runnable onAdmitted;
        private final IntConsumer position;
        private boolean admitted;
        private boolean left;

        private Waiting(int count, Runnable onAdmitted, IntConsumer position) {
            this.count = count;
            this.onAdmitted = onAdmitted;
            this.position = position;
        }
    }
}
