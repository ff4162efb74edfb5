package dev.diffract.frontend.imaging;

import java.nio.charset.StandardCharsets;

/**
 * A part of a JPEG file between markers, where it lies in the file.
 *
 * @param file the whole one
 * @param marker that stands before it
 * @param start of what it holds, behind its length
 * @param end first byte behind it, in the file
 */
record JpegSegment(byte[] file, int marker, int start, int end) {

    private static final int MARK = 0xff;

    /**
     * The one whose marker comes next; one that has no data is as long as nothing.
     *
     * @param at where the marker stands
     * @throws UnreadableImageException if there is none, or it is not whole
     */
    static JpegSegment at(byte[] file, int at) throws UnreadableImageException {
        int place = at;
        if (place < file.length && (file[place] & 0xff) != MARK) {
            throw UnreadableImageException.brokenJpeg(JpegFault.NO_MARKER, place);
        }
        while (place < file.length && (file[place] & 0xff) == MARK) { // there may be more than one
            place++;
        }
        if (place >= file.length) {
            throw UnreadableImageException.brokenJpeg(JpegFault.ENDS, file.length);
        }
        int marker = file[place++] & 0xff;
        if (marker == 0) {
            throw UnreadableImageException.brokenJpeg(JpegFault.NO_MARKER, place - 1);
        }
        if (JpegMarker.isAlone(marker) || marker == JpegMarker.START || marker == JpegMarker.END) {
            return new JpegSegment(file, marker, place, place);
        }
        if (file.length - place < 2) {
            throw UnreadableImageException.brokenJpeg(JpegFault.ENDS, file.length);
        }
        int length = (file[place] & 0xff) << 8 | (file[place + 1] & 0xff);
        if (length < 2) {
            throw UnreadableImageException.brokenJpeg(JpegFault.SEGMENT, place);
        }
        if (length > file.length - place) {
            throw UnreadableImageException.brokenJpeg(JpegFault.ENDS, file.length);
        }
        return new JpegSegment(file, marker, place + 2, place + length);
    }

    int length() {
        return end - start;
    }

    /**
     * A byte of it, 0 to 255.
     *
     * @throws UnreadableImageException if it is not as long
     */
    int u8(int at) throws UnreadableImageException {
        if (at >= length()) {
            throw UnreadableImageException.brokenJpeg(JpegFault.SEGMENT, start);
        }
        return file[start + at] & 0xff;
    }

    /**
     * Two bytes of it, 0 to 65535.
     *
     * @throws UnreadableImageException if it is not as long
     */
    int u16(int at) throws UnreadableImageException {
        return u8(at) << 8 | u8(at + 1);
    }

    /** Whether it begins so. */
    boolean begins(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        for (int i = 0; i < bytes.length; i++) {
            if (i >= length() || file[start + i] != bytes[i]) {
                return false;
            }
        }
        return true;
    }
}
