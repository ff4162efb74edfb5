package dev.diffract.frontend.core.sampling.schedule;

/**
 * Where a run begins: with nothing but noise, or with a picture that noise is added to.
 *
 * @param start how many of the run's steps are left out at the beginning
 * @param ofPicture whether there is a picture; of noise nothing is left out
 */
public record Beginning(int start, boolean ofPicture) {

    public static final Beginning OF_NOISE = new Beginning(0, false);

    public Beginning {
        if (start != 0 && !ofPicture) {
            throw new IllegalArgumentException("start must be 0 without a picture, was " + start);
        }
    }

    /**
     * @param start how many of the run's steps are left out at the beginning
     */
    public static Beginning ofPicture(int start) {
        return new Beginning(start, true);
    }
}
