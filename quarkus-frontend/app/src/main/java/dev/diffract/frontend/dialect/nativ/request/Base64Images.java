package dev.diffract.frontend.dialect.nativ.request;

import dev.diffract.frontend.core.imaging.Raster;
import dev.diffract.frontend.imaging.UnreadableImageException;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * Pictures inside JSON: base64, as it is or as a {@code data:} address, which is what browsers have at hand. Line ends may stand
 * anywhere in it: mail and {@code base64 FILE} break lines of 76 characters.
 */
final class Base64Images {

    private static final Pattern ADDRESS = Pattern.compile("^data:image/[\\w.+-]+;base64,");

    private Base64Images() {}

    /** Reads the bytes of a file. */
    @FunctionalInterface
    interface Decoder {
        Raster decode(byte[] file) throws UnreadableImageException;
    }

    /**
     * @throws UnreadableImageException saying why it cannot be read
     * @throws IllegalArgumentException if it is no base64
     */
    static Raster read(String text, Decoder decoder) throws UnreadableImageException {
        return decoder.decode(
                Base64.getDecoder().decode(withoutLineEnds(ADDRESS.matcher(text).replaceFirst(""))));
    }

    private static String withoutLineEnds(String text) {
        return text.replace("\n", "").replace("\r", "");
    }
}
