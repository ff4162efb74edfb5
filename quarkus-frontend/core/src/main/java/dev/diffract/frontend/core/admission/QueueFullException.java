package dev.diffract.frontend.core.admission;

/** As many wait as may. The message is one sentence for the user. */
public final class QueueFullException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String sentence;

    QueueFullException(int pictures, int queued) {
        this("Generations that wait: " + queued + ", as many as may; pictures that are drawn: " + pictures + ".");
    }

    private QueueFullException(String sentence) {
        super(sentence);
        this.sentence = sentence;
    }

    /** The sentence. */
    @Override
    public String getMessage() {
        return sentence;
    }
}
