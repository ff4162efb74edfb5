package dev.diffract.frontend.imaging;

/** A file that is no picture, or none of the kinds read here; the message goes on after the name of the field. */
public final class UnreadableImageException extends Exception {

    private static final long serialVersionUID = 1L;

    UnreadableImageException(String message) {
        super(message);
    }

    /** What is nobody's picture: cut off, changed on its way, or made to harm. */
    static UnreadableImageException broken() {
        return new UnreadableImageException("is a broken PNG file");
    }
}
