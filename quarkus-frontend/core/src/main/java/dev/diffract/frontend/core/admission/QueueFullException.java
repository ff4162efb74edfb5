package dev.diffract.frontend.core.admission;

import java.time.Duration;
import java.util.Optional;

/** There is no room for one more, or no time. The message is one sentence for the user. */
public final class QueueFullException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Bound bound;
    private final String sentence;
    private final transient Optional<Duration> retryAfter;

    /** What there is no more of. */
    public enum Bound {
        /** Places for those that wait. */
        PLACES,
        /** Places for those of one caller. */
        PLACES_OF_ONE,
        /** Time until its deadline. */
        TIME
    }

    private QueueFullException(Bound bound, String sentence, Optional<Duration> retryAfter) {
        super(sentence);
        this.bound = bound;
        this.sentence = sentence;
        this.retryAfter = retryAfter;
    }

    static QueueFullException ofAll(int pictures, int queued) {
        return new QueueFullException(
                Bound.PLACES,
                "Generations that wait: " + queued + ", as many as may; pictures that are drawn: " + pictures + ".",
                Optional.empty());
    }

    static QueueFullException ofOne(int queued) {
        return new QueueFullException(
                Bound.PLACES_OF_ONE,
                "Generations of yours that wait: " + queued + ", as many as may of one caller.",
                Optional.empty());
    }

    /**
     * @param seconds that it would take at least
     * @param late how many of them are too many
     */
    static QueueFullException late(double seconds, double late) {
        return new QueueFullException(
                Bound.TIME,
                "So much is before it that it would take at least " + Math.round(Math.ceil(seconds))
                        + " s, and it would not be done by its deadline.",
                Optional.of(Duration.ofSeconds(Math.max(1, Math.round(Math.ceil(late))))));
    }

    /** What there is no more of. */
    public Bound bound() {
        return bound;
    }

    /** The sentence. */
    @Override
    public String getMessage() {
        return sentence;
    }

    /** When there will be time again, if that is known; whole seconds, at least one. */
    public Optional<Duration> retryAfter() {
        return retryAfter;
    }
}
