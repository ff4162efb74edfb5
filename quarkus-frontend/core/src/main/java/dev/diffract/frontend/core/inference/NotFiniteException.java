package dev.diffract.frontend.core.inference;

/**
 * Numbers of a picture are none any more: NaN, or infinity. Models compute the same from the same, so the same call to the same
 * engine leads here again.
 */
public final class NotFiniteException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String sentence;

    /**
     * @param what of a call is no number, for example {@code its output 'out_sample' at step 3/20}
     */
    public NotFiniteException(String what) {
        super(what);
        this.sentence = what + " holds NaN or infinity";
    }

    /** What of a call is no number. */
    @Override
    public String getMessage() {
        return sentence;
    }
}
