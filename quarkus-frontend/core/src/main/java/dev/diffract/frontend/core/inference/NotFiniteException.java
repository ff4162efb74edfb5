package dev.diffract.frontend.core.inference;

/**
 * Numbers of a picture are none any more: NaN, or infinity; or they lead nowhere. Models compute the same from the same, so the same call to the same
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

    /**
     * @param what of a call comes to nothing
     * @param how it does
     */
    public NotFiniteException(String what, String how) {
        super(what);
        this.sentence = what + " " + how;
    }

    /** What of a call is no number. */
    @Override
    public String getMessage() {
        return sentence;
    }
}
