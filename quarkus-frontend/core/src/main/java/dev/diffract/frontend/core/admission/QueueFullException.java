package dev.diffract.frontend.core.admission;

/** As many wait as may. The message is one sentence for the user. */
public final class QueueFullException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    QueueFullException(int active, int queued) {
        super(active + " generations are drawn and " + queued + " wait, which is the limit.");
    }
}
