package dev.diffract.frontend.core.admission;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

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
        /** Places or work for those of one caller. */
        PLACES_OF_ONE,
        /** Work that may wait. */
        WORK,
        /** Time until its deadline. */
        TIME
    }

    private QueueFullException(Bound bound, String sentence, Optional<Duration> retryAfter) {
        super(sentence);
        this.bound = bound;
        this.sentence = sentence;
        this.retryAfter = retryAfter;
    }

    /**
     * @param drawn pictures
     * @param queued pictures that wait
     * @param more that would
     * @param most that may
     * @param seconds until a place comes free; empty if that is not known
     */
    static QueueFullException ofAll(int drawn, int queued, int more, int most, OptionalDouble seconds) {
        return new QueueFullException(
                Bound.PLACES,
                "Pictures that wait: " + queued + " of the " + most + " that may, and this would add " + more
                        + "; pictures that are drawn: " + drawn + ".",
                whole(seconds));
    }

    /**
     * @param queued pictures of the caller's that wait
     * @param more that would
     * @param most that may
     * @param seconds until a place of the caller's comes free; empty if that is not known
     */
    static QueueFullException ofOne(int queued, int more, int most, OptionalDouble seconds) {
        return new QueueFullException(
                Bound.PLACES_OF_ONE,
                "Pictures of yours that wait: " + queued + " of the " + most + " that may of one caller, and this would"
                        + " add " + more + ".",
                whole(seconds));
    }

    /**
     * @param waiting seconds that all slices take for what waits of the caller's
     * @param own the same for what is refused
     * @param most the same for what may wait of one caller
     * @param seconds until the first of the caller's begins; empty if that is not known
     */
    static QueueFullException ofWorkOfOne(double waiting, double own, double most, OptionalDouble seconds) {
        return new QueueFullException(
                Bound.PLACES_OF_ONE,
                "What waits of yours would take all slices " + Math.round(waiting) + " s, and this would add "
                        + Math.round(Math.ceil(own)) + " s: more than the " + Math.round(most)
                        + " s that may wait of one caller.",
                whole(seconds));
    }

    /**
     * @param waiting seconds that all slices take for what waits
     * @param own the same for what is refused
     * @param most the same for what may wait
     * @param seconds until there is room for it
     */
    static QueueFullException ofWork(double waiting, double own, double most, OptionalDouble seconds) {
        long percent = (long) Math.floor(100 * (most - waiting) / own);
        String smaller =
                percent > 0 ? " With " + percent + " % of its steps, pixels or pictures it would have room." : "";
        return new QueueFullException(
                Bound.WORK,
                "What waits would take all slices " + Math.round(waiting) + " s, and this would add "
                        + Math.round(Math.ceil(own)) + " s: more than the " + Math.round(most) + " s that may wait."
                        + smaller,
                whole(seconds));
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
                whole(OptionalDouble.of(late)));
    }

    /**
     * @param seconds that its longest picture takes at least, though nothing else is drawn
     * @param left seconds to its deadline
     */
    static QueueFullException never(double seconds, double left) {
        return new QueueFullException(
                Bound.TIME,
                "Though nothing else were drawn it would take at least " + tenths(seconds)
                        + " s, and its deadline is in "
                        + tenths(Math.max(0, left))
                        + " s: it would have time with fewer steps or pixels, or a later deadline.",
                Optional.empty());
    }

    private static double tenths(double seconds) {
        return Math.round(seconds * 10) / 10.0;
    }

    /** Whole seconds, at least one. */
    static Optional<Duration> whole(OptionalDouble seconds) {
        return seconds.isEmpty()
                ? Optional.empty()
                : Optional.of(Duration.ofSeconds(Math.max(1, Math.round(Math.ceil(seconds.getAsDouble())))));
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
