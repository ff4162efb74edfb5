package dev.diffract.frontend.core.plan;

/**
 * What a picture's file is.
 *
 * @param quality 1 to {@value #BEST}; of formats that keep every pixel the best
 */
public record FileForm(FileFormat format, int quality) {

    public static final int BEST = 100;

    /** Where none is said: hardly anybody sees what is left out. */
    public static final int USUAL_QUALITY = 90;

    public static final FileForm PNG = new FileForm(FileFormat.PNG, BEST);
}
