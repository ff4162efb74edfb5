package dev.diffract.frontend.http;

import java.util.concurrent.atomic.AtomicLong;

/** The memory that all connections together have for what is sent before the answers to earlier requests are there. Thread-safe. */
final class SentAhead {

    private final long most;
    private final AtomicLong bytes = new AtomicLong();

    /** @param most bytes from which on no connection that has some of them is to read more */
    SentAhead(long most) {
        this.most = most;
    }

    boolean hasRoom() {
        return bytes.get() < most;
    }

    /** @param more bytes, or fewer if it is negative */
    void add(long more) {
        bytes.addAndGet(more);
    }

    /** Bytes that are kept now. */
    long bytes() {
        return bytes.get();
    }
}
