package dev.diffract.frontend.intake;

import java.time.Duration;
import java.util.Optional;

/** There is no memory for what would be drawn; later there may be. The message is one sentence for the user. */
public final class DrawingsFullException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private static final String SENTENCE =
            "So many pictures are being drawn that there is no memory for more now; ask again in a moment, or for"
                    + " fewer or smaller ones.";

    private final transient Optional<Duration> retryAfter;

    /** @param retryAfter in how long there will be more, if that is known: whole seconds, at least one */
    DrawingsFullException(Optional<Duration> retryAfter) {
        super(SENTENCE);
        this.retryAfter = retryAfter;
    }

    /** When there will be more memory, if that is known: whole seconds, at least one. */
    public Optional<Duration> retryAfter() {
        return retryAfter;
    }

    /** The sentence. */
    @Override
    public String getMessage() {
        return SENTENCE;
    }
}
