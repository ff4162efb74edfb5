package dev.diffract.frontend.intake;

/** There is no memory for what would be drawn; later there may be. The message is one sentence for the user. */
public final class DrawingsFullException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private static final String SENTENCE =
            "So many pictures are being drawn that there is no memory for more now; ask again in a moment, or for fewer or smaller ones.";

    DrawingsFullException() {
        super(SENTENCE);
    }

    /** The sentence. */
    @Override
    public String getMessage() {
        return SENTENCE;
    }
}
