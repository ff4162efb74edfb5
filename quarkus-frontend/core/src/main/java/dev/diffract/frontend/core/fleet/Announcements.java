package dev.diffract.frontend.core.fleet;

import dev.diffract.frontend.core.time.Unheard;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * News in order, told one at a time and outside of any lock: a listener may ask or tell the registry something. Who finds
 * another thread telling leaves its news to that one. One that breaks keeps nobody from the next. Thread-safe.
 */
final class Announcements {

    private final Queue<Runnable> news = new ConcurrentLinkedQueue<>();
    private final AtomicInteger tellers = new AtomicInteger();

    /** Keeps something to be told; the order is that of these calls. */
    void add(Runnable announcement) {
        news.add(announcement);
    }

    /** Tells what was added. */
    void tell() {
        if (tellers.getAndIncrement() > 0) {
            return;
        }
        int seen = 1;
        do {
            for (Runnable next = news.poll(); next != null; next = news.poll()) {
                Unheard.run(next);
            }
            seen = tellers.addAndGet(-seen);
        } while (seen > 0);
    }
}
