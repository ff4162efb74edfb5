package dev.diffract.frontend.core.admission;

import java.time.Duration;
import java.util.Optional;

/** There is no room for one more, or no time. The message is one sentence for the user. */
public final class QueueFullException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String sentence;
    private final transient Optional<Duration> retryAfter;

    private QueueFullException(String sentence, Optional<Duration> retryAfter) {
        super(sentence);
        this.sentence = sentence;
        this.retryAfter = retryAfter;
    }

    static QueueFullException ofAll(int pictures, int queued) {
        return new QueueFullException(
                "Generations that wait: " + queued + ", as many as may; pictures that are drawn: " + pictures + ".",
                Optional.empty());
    }

    static QueueFullException ofOne(int queued) {
        return new QueueFullException(
                "Generations of yours that wait: " + queued + ", as many as may of one caller.", Optional.empty());
    }

    /**
     * @param seconds that it would take at least
     * @param late how many of them are too many
     */
    static QueueFullException late(double seconds, double late) {
        return new QueueFullException(
                "So much is before it that it would take at least " + Math.round(Math.ceil(seconds))
                        + " s, and it would not be done by its deadline.",
                Optional.of(Duration.ofSeconds(Math.max(1, Math.round(Math.ceil(late))))));
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
