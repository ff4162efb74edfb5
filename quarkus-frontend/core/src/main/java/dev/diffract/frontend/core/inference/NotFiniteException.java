package dev.diffract.frontend.core.inference;

/**
 * Numbers of a picture are none any more: NaN, or infinity; or they lead nowhere. Models compute the same from the same, so the same call to the same
 * engine leads here again.
 */
public final class NotFiniteException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private static final String NO_NUMBERS = "holds NaN or infinity";

    private final String sentence;
    private final String forCaller;

    /**
     * @param what of a call is no number, for example {@code its output after guidance at step 3/20}
     */
    public NotFiniteException(String what) {
        this(what, NO_NUMBERS);
    }

    /**
     * @param what of a call comes to nothing
     * @param how it does
     */
    public NotFiniteException(String what, String how) {
        this(what, how, what);
    }

    private NotFiniteException(String what, String how, String exactly) {
        super(what);
        this.sentence = exactly + " " + how;
        this.forCaller = what + " " + how;
    }

    /**
     * Of an output of a model, whose name is for the log alone.
     *
     * @param name the output's
     * @param label of the state that asked, for people
     */
    public static NotFiniteException ofOutput(String name, String label) {
        return new NotFiniteException("its output at " + label, NO_NUMBERS, "its output '" + name + "' at " + label);
    }

    /** What of a call is no number, for the log. */
    @Override
    public String getMessage() {
        return sentence;
    }

    /** The same for who asked for the picture, and knows nothing of what models are made of. */
    public String forCaller() {
        return forCaller;
    }
}
