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

    /**
     * @param at the byte of the file, from 0, at which it was noticed
     */
    static UnreadableImageException brokenJpeg(JpegFault fault, int at) {
        return new UnreadableImageException("is a broken JPEG file: " + JpegFault.words(fault) + " (byte " + at + ")");
    }

    /**
     * A JPEG file in order, but of a kind that is not read here.
     *
     * @param kind of it, after "was"
     */
    static UnreadableImageException otherJpeg(String kind) {
        return new UnreadableImageException(
                "must be a baseline or progressive JPEG file of 8 bits in RGB or gray, was " + kind);
    }
}
