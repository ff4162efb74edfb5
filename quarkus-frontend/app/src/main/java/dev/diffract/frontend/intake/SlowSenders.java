package dev.diffract.frontend.intake;

import java.util.concurrent.atomic.LongAdder;

/** Counts those who were cut off because what they sent came too slowly. Thread-safe. */
public final class SlowSenders {

    private final LongAdder heads = new LongAdder();
    private final LongAdder bodies = new LongAdder();

    /** The headers of a request did not come in time, or no request at all. */
    public void head() {
        heads.increment();
    }

    /** A body did not come in time. */
    public void body() {
        bodies.increment();
    }

    /** So far, for their headers. */
    public long heads() {
        return heads.sum();
    }

    /** So far, for their bodies. */
    public long bodies() {
        return bodies.sum();
    }
}
