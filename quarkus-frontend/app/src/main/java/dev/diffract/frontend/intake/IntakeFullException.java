package dev.diffract.frontend.intake;

/** There is no room for a request. The message is one sentence for the user. */
public final class IntakeFullException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String sentence;
    private final boolean passing;

    private IntakeFullException(String sentence, boolean passing) {
        super(sentence);
        this.sentence = sentence;
        this.passing = passing;
    }

    static IntakeFullException now() {
        return new IntakeFullException(
                "So many requests are being read that there is no room for another one now; send it again in a moment.",
                true);
    }

    static IntakeFullException never(long most) {
        return new IntakeFullException(
                "One request may take " + (most >> 20)
                        + " MiB of this frontend's memory, and this one takes more; send less or smaller pictures.",
                false);
    }

    /** The sentence. */
    @Override
    public String getMessage() {
        return sentence;
    }

    /** Whether the same request may fare better later. */
    public boolean isPassing() {
        return passing;
    }
}
