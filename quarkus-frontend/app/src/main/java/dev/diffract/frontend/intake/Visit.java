package dev.diffract.frontend.intake;

import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One request at the gate: the memory it has taken, and its turn to be read. What is read while its caller hangs up is given back when its
 * reader has heard of it: until then it is there. Thread-safe.
 */
public final class Visit implements AutoCloseable {

    /** Where a request is with its turn. */
    private enum Turn {
        NOT_ASKED,
        WAITING,
        GRANTED,
        READING,
        OVER
    }

    private final Intake intake;
    private Runnable ready = () -> {};
    private Consumer<IntakeFullException> whenGivenUp = full -> {};
    private Turn turn = Turn.NOT_ASKED;
    private volatile long held;
    private long reserved;
    private boolean refused;
    private boolean closed;

    Visit(Intake intake) {
        this.intake = intake;
    }

    /**
     * Takes memory before it is used; nothing any more once it is over. While the request is read, large ones that are not are given up for
     * it. Who is refused holds nothing any more: it is to be forgotten at once.
     *
     * @param bytes 0 and up
     * @throws IntakeFullException if there is not as much now, or never for one request
     */
    public void take(long bytes) {
        while (!isTaken(bytes)) {
            if (!isBeingRead() || !intake.giveUpOne()) {
                throw refuse();
            }
        }
    }

    private synchronized boolean isTaken(long bytes) {
        if (refused || (closed && turn != Turn.READING)) {
            return !refused;
        }
        boolean room = intake.take(held, bytes);
        if (room) {
            held += bytes;
        }
        return room;
    }

    private synchronized boolean isBeingRead() {
        return turn == Turn.READING && !refused;
    }

    private synchronized IntakeFullException refuse() {
        keep(0);
        if (refused) {
            return IntakeFullException.now();
        }
        refused = true;
        return intake.full();
    }

    /** Whether it holds more than a small request does. */
    boolean isLarge() {
        return held > Intake.SMALL;
    }

    /**
     * @param notice is called, on any thread, if another request is given the room of this one before it is read; what it holds is then to be
     *     forgotten
     */
    public synchronized void whenGivenUp(Consumer<IntakeFullException> notice) {
        whenGivenUp = notice;
    }

    /** Another one, which is being read, needs the room. */
    void giveUp() {
        Consumer<IntakeFullException> notice;
        IntakeFullException full;
        synchronized (this) {
            if (closed || (turn != Turn.NOT_ASKED && turn != Turn.WAITING)) {
                return;
            }
            intake.withdraw(this);
            turn = Turn.OVER;
            full = refuse();
            notice = whenGivenUp;
        }
        notice.accept(full);
    }

    /**
     * Asks whether there is still somebody to read for; as often as a moment's work is done.
     *
     * @throws CallerGoneException if it is over
     */
    public synchronized void goOn() {
        if (closed) {
            throw new CallerGoneException();
        }
    }

    /**
     * Says how much will be wanted, so that nobody begins to send what there is no room for.
     *
     * @param bytes 0 and up
     * @throws IntakeFullException if there is not as much now, or never for one request
     */
    public synchronized void announce(long bytes) {
        if (!intake.offers(held, bytes)) {
            throw refuse();
        }
    }

    /**
     * Gives back what is no longer needed.
     *
     * @param bytes that are kept, if there are as many
     */
    public synchronized void keep(long bytes) {
        if (bytes < held) {
            intake.release(held - bytes);
            held = bytes;
        }
    }

    /** The most that can be reserved for what is drawn for a request; bytes. */
    public long mostReserved() {
        return intake.drawings().most();
    }

    /**
     * Reserves memory for what will be drawn, until the request is answered.
     *
     * @param bytes 0 and up
     * @throws DrawingsFullException if there is not as much now
     */
    public synchronized void reserve(long bytes) {
        if (!closed || turn == Turn.READING) {
            intake.drawings().take(bytes);
            reserved += bytes;
        }
    }

    private void giveBack() {
        keep(0);
        intake.drawings().release(reserved);
        reserved = 0;
    }

    /**
     * Asks to be read.
     *
     * @param whenReady runs when it is its turn, before this returns or later; never once it is closed
     * @throws IntakeFullException if too many wait already
     */
    public void ask(Runnable whenReady) {
        synchronized (this) {
            if (closed || turn != Turn.NOT_ASKED) {
                return;
            }
            ready = whenReady;
            turn = intake.enter(this) ? Turn.GRANTED : Turn.WAITING;
            if (turn == Turn.WAITING) {
                return;
            }
        }
        whenReady.run();
    }

    /**
     * Reads the request, in its turn.
     *
     * @return what was read
     * @throws IllegalStateException if it is not its turn
     */
    public <T> T read(Supplier<T> reading) {
        synchronized (this) {
            if (turn != Turn.GRANTED) {
                throw new IllegalStateException("it is not its turn");
            }
            turn = Turn.READING;
        }
        intake.begun(this);
        try {
            return reading.get();
        } catch (CallerGoneException gone) {
            intake.brokenOff();
            throw gone;
        } finally {
            end();
        }
    }

    private void end() {
        synchronized (this) {
            turn = Turn.OVER;
            if (closed) {
                giveBack();
            }
        }
        passOn();
    }

    /** The request has ended, well or not. Later calls do nothing. */
    @Override
    public void close() {
        Turn was;
        synchronized (this) {
            was = turn;
            if (closed) {
                return;
            }
            closed = true;
            intake.begun(this);
            if (was == Turn.READING) {
                return;
            }
            turn = Turn.OVER;
            giveBack();
            if (was == Turn.WAITING) {
                intake.withdraw(this);
                intake.leftWhileWaiting();
            }
        }
        if (was == Turn.GRANTED) {
            passOn();
        }
    }

    /** Gives its turn to the next, or to whoever is after one that has gone meanwhile. */
    private void passOn() {
        boolean gone = true;
        while (gone) {
            gone = intake.leave().map(next -> !next.granted()).orElse(false);
        }
    }

    private boolean granted() {
        synchronized (this) {
            if (turn != Turn.WAITING) {
                return false;
            }
            turn = Turn.GRANTED;
        }
        ready.run();
        return true;
    }
}
