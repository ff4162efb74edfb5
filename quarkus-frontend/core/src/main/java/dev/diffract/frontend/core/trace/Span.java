package dev.diffract.frontend.core.trace;

import java.time.Instant;

/**
 * A stretch of time in which something is done for a request, as traces show it, and the parts that it has. Thread-safe. Its methods
 * return at once and throw nothing.
 */
public interface Span {

    /** Nobody looks. */
    Span NONE = new Span() {
        @Override
        public Span begin(Part part, Facts facts) {
            return this;
        }

        @Override
        public void past(Part part, Facts facts, Instant from, Instant until, End end) {}

        @Override
        public void end(End end) {}
    };

    /** A part of it that begins now. */
    Span begin(Part part, Facts facts);

    /**
     * A part of it that is over. What is told of this span is told of it, too.
     *
     * @param until not before {@code from}
     */
    void past(Part part, Facts facts, Instant from, Instant until, End end);

    /** It is over. Only the first end counts. */
    void end(End end);
}
