package dev.diffract.frontend.dialect.nativ;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.function.Supplier;

/**
 * Events on their way to one client, made when it takes them. Whoever does not read is told less, not kept more for: when too many wait,
 * the newest of a kind is all that is left of it. Thread-safe; no lock is held while an event is made or sent.
 *
 * @param <T> what is sent
 */
final class EventQueue<T> implements Flow.Publisher<T>, Flow.Subscription {

    /** What a client that reads may be behind by. */
    private static final int MANY = 256;

    /** The same of events that are large, or tell nothing. */
    private static final int FEW = 8;

    private final Executor workers;
    private final Deque<Waiting<T>> waiting = new ArrayDeque<>();
    private Flow.Subscriber<? super T> client;
    private long demand;
    private long begunToWait = System.nanoTime();
    private boolean sending;
    private boolean complete;
    private boolean over;

    private record Waiting<T>(Object kind, Supplier<T> event) {}

    /** @param workers make and send events, one after the other */
    EventQueue(Executor workers) {
        this.workers = workers;
    }

    /**
     * @param kind of which only the newest is left, if too many wait
     * @param event nothing if it turns out that there is none
     */
    void put(Object kind, Supplier<T> event) {
        add(kind, event, MANY);
    }

    /** The same of events of which few may wait: large ones, and those that tell nothing. */
    void putOfFew(Object kind, Supplier<T> event) {
        add(kind, event, FEW);
    }

    private void add(Object kind, Supplier<T> event, int most) {
        synchronized (this) {
            if (over || complete) {
                return;
            }
            if (waiting.size() >= most) {
                waiting.removeIf(older -> older.kind().equals(kind));
            }
            waiting.add(new Waiting<>(kind, event));
        }
        send();
    }

    /** The last event, after all that wait; what is put afterwards is not sent. */
    void end(Supplier<T> last) {
        synchronized (this) {
            if (over || complete) {
                return;
            }
            waiting.add(new Waiting<>(new Object(), last));
            complete = true;
        }
        send();
    }

    /** How long the client has not taken the event that was sent to it last; zero if it has. */
    synchronized Duration stalled() {
        return over || demand > 0 ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - begunToWait);
    }

    /** How many events wait. */
    synchronized int size() {
        return waiting.size();
    }

    @Override
    public void subscribe(Flow.Subscriber<? super T> subscriber) {
        synchronized (this) {
            if (client != null) {
                throw new IllegalStateException("the events of a generation are told to one client");
            }
            client = subscriber;
        }
        subscriber.onSubscribe(this);
    }

    @Override
    public void request(long more) {
        synchronized (this) {
            demand = Math.addExact(demand, Math.min(more, Long.MAX_VALUE - demand));
        }
        send();
    }

    @Override
    public synchronized void cancel() {
        over = true;
        waiting.clear();
    }

    private void send() {
        synchronized (this) {
            if (sending || demand == 0 || waiting.isEmpty()) {
                return;
            }
            sending = true;
        }
        workers.execute(this::sendWhatIsWanted);
    }

    private void sendWhatIsWanted() {
        for (Supplier<T> next = next(); next != null; next = next()) {
            T event = next.get();
            if (event != null && take()) {
                client.onNext(event);
            }
            if (isLast()) {
                client.onComplete();
            }
        }
    }

    private synchronized Supplier<T> next() {
        if (over || demand == 0 || waiting.isEmpty()) {
            sending = false;
            return null;
        }
        return waiting.remove().event();
    }

    private synchronized boolean take() {
        demand--;
        begunToWait = System.nanoTime();
        return !over;
    }

    private synchronized boolean isLast() {
        boolean last = complete && waiting.isEmpty() && !over;
        over |= last;
        return last;
    }
}
