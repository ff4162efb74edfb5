package dev.diffract.frontend.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diffract.frontend.core.imaging.Effort;
import dev.diffract.frontend.core.imaging.Raster;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JpegDecoderTest {

    /**
     * Levels between two decoders: the transform may be computed with different roundings, each of one level of brightness or of a
     * difference, which counts up to 1.8 times in a colour.
     */
    private static final int MOST_LEVELS = 2;

    /** Of all values of a picture on the average: roundings are rare. */
    private static final double MEAN_LEVELS = 0.02;

    private static final String OTHER = "must be a baseline or progressive JPEG file of 8 bits in RGB or gray, was ";
    private static final String BROKEN = "is a broken JPEG file: ";
    private static final String ENDS = BROKEN + "it ends before its picture does (byte ";
    private static final String NAMED = "must be a PNG or JPEG file, was ";

    private static final Map<String, String> REFUSALS = Map.ofEntries(
            Map.entry("cmyk", OTHER + "one in CMYK"),
            Map.entry("ycck", OTHER + "one in CMYK"),
            Map.entry("arithmetic", OTHER + "one with arithmetic coding"),
            Map.entry("arithmetic-progressive", OTHER + "one with arithmetic coding"),
            Map.entry("lossless", OTHER + "a lossless one"),
            Map.entry("jpeg-ls", OTHER + "a lossless one"),
            Map.entry("hierarchical", OTHER + "a hierarchical or arithmetic lossless one"),
            Map.entry("twelve-bits", OTHER + "one of 12 bits"),
            Map.entry("height-at-the-end", OTHER + "one that says its height at its end"),
            Map.entry("two-colours", OTHER + "one of 2 colours"),
            Map.entry("too-many-pixels", "may have 4194304 pixels at most, had 4095x4095"),
            Map.entry("too-long", "may have 16384 pixels on a side at most, had 16385x1"),
            Map.entry("no-width", BROKEN + "its header says what cannot be (byte 162)"),
            Map.entry("two-frames", BROKEN + "its header says what cannot be (byte 181)"),
            Map.entry("more-than-its-bytes", ENDS + "1349)"),
            Map.entry("cut-in-header", ENDS + "186)"),
            Map.entry("cut-in-pixels", ENDS + "1289)"),
            Map.entry("cut-progressive", ENDS + "1369)"),
            Map.entry("start-only", ENDS + "3)"),
            Map.entry("no-codes", BROKEN + "a table is missing or cannot be (byte 181)"),
            Map.entry("no-quantisation", BROKEN + "a table is missing or cannot be (byte 475)"),
            Map.entry(
                    "no-frame", BROKEN + "a scan says what cannot be, or what was before it does not allow (byte 594)"),
            Map.entry("no-scan", BROKEN + "pixels are missing (byte 609)"),
            Map.entry("marker-in-pixels", BROKEN + "pixels are missing (byte 1289)"),
            Map.entry("restart-out-of-order", BROKEN + "pixels are missing (byte 826)"),
            Map.entry("restart-missing", BROKEN + "pixels are missing (byte 1003)"),
            Map.entry("noise-in-place-of-a-marker", BROKEN + "there is no marker where one must stand (byte 20)"),
            Map.entry("named-webp", NAMED + "a WebP file"),
            Map.entry("named-gif", NAMED + "a GIF file"),
            Map.entry("named-bmp", NAMED + "a BMP file"),
            Map.entry("named-tiff", NAMED + "a TIFF file"),
            Map.entry("named-avif", NAMED + "an AVIF file"),
            Map.entry("named-jpeg2000", NAMED + "a JPEG 2000 file"),
            Map.entry("named-pdf", NAMED + "a PDF file"));

    private final PictureDecoder decoder = new PictureDecoder();

    static Stream<String> read() {
        return JpegFiles.kinds(true).stream();
    }

    static Stream<String> refused() {
        return JpegFiles.kinds(false).stream();
    }

    @Test
    void manyKindsAreLookedAt() {
        assertThat(JpegFiles.kinds(true)).hasSizeGreaterThanOrEqualTo(50);
        assertThat(REFUSALS.keySet()).containsExactlyInAnyOrderElementsOf(JpegFiles.kinds(false));
    }

    @ParameterizedTest
    @MethodSource("read")
    void pixelsAreThoseThatPillowReads(String kind) throws UnreadableImageException {
        Raster expected = JpegFiles.pixels(kind).orElseThrow();
        Raster raster = picture(JpegFiles.file(kind));
        assertThat(raster).hasToString(expected.toString());
        int most = 0;
        long sum = 0;
        for (int i = 0; i < expected.values().length; i++) {
            int levels = Math.abs((raster.values()[i] & 0xff) - (expected.values()[i] & 0xff));
            most = Math.max(most, levels);
            sum += levels;
        }
        assertThat(most).isLessThanOrEqualTo(MOST_LEVELS);
        assertThat((double) sum / expected.values().length).isLessThanOrEqualTo(MEAN_LEVELS);
    }

    @ParameterizedTest
    @MethodSource("read")
    void aMaskIsHowBrightThePictureIs(String kind) throws UnreadableImageException {
        Raster picture = picture(JpegFiles.file(kind));
        Raster mask = decoder.mask(JpegFiles.file(kind), Effort.UNSEEN);
        assertThat(mask).hasToString(picture.width() + "x" + picture.height() + "x1");
        for (int i = 0; i < mask.values().length; i++) {
            double bright = 0.299 * (picture.values()[3 * i] & 0xff)
                    + 0.587 * (picture.values()[3 * i + 1] & 0xff)
                    + 0.114 * (picture.values()[3 * i + 2] & 0xff);
            assertThat((double) (mask.values()[i] & 0xff)).isBetween(bright - 0.51, bright + 0.51);
        }
    }

    @ParameterizedTest
    @MethodSource("refused")
    void whatIsNotReadIsNamed(String kind) {
        refused(JpegFiles.file(kind), REFUSALS.get(kind));
    }

    @Test
    void whatIsNoPictureIsNamedByItsFirstBytes() {
        refused(new byte[0], NAMED + "something else");
        refused("\0\0\0\u0018ftypheic".getBytes(), NAMED + "a HEIC file");
        refused("\0\0\0\u0018ftypmif1".getBytes(), NAMED + "a HEIC file");
        refused(new byte[] {(byte) 0xff, 10, 1, 2}, NAMED + "a JPEG XL file");
        refused("<svg xmlns='http://www.w3.org/2000/svg'/>".getBytes(), NAMED + "an SVG file");
        refused("MM\0*".getBytes(), NAMED + "a TIFF file");
        refused("RIFF1234WAVE".getBytes(), NAMED + "something else");
    }

    /** Wherever it is cut, before the last byte that its picture needs. */
    @ParameterizedTest
    @MethodSource("read")
    void aFileThatEndsEarlyIsRefused(String kind) throws UnreadableImageException {
        byte[] file = JpegFiles.file(kind);
        int whole = wholeWithin(file);
        for (int length = 3; length < whole; length += 1 + length % 23) {
            byte[] cut = Arrays.copyOf(file, length);
            assertThatThrownBy(() -> picture(cut))
                    .as("%d of %d bytes", length, file.length)
                    .isInstanceOf(UnreadableImageException.class)
                    .hasMessageStartingWith(BROKEN);
        }
    }

    /** How much of a file its picture needs: the last bits of a scan may be none of its last byte, and nobody needs the end. */
    private int wholeWithin(byte[] file) throws UnreadableImageException {
        Raster all = picture(file);
        for (int length = file.length; length > 3; length--) {
            try {
                assertThat(picture(Arrays.copyOf(file, length))).isEqualTo(all);
            } catch (UnreadableImageException tooShort) {
                return length + 1;
            }
        }
        return 0;
    }

    /** Before room is made for it: the header alone says how much that will be. */
    @Test
    void whatAFileTakesIsSaidBeforeItIsTaken() {
        assertThat(told("baseline-444", 3)).isEqualTo(43 * 29 * 3 + 3 * 48 * 32 + 4 * 43 * 4);
        assertThat(told("baseline-420", 3)).isEqualTo(43 * 29 * 3 + 48 * 32 + 2 * 24 * 16 + 4 * 43 * 4);
        assertThat(told("progressive-420", 1)).isEqualTo(43 * 29 + 3 * (48 * 32 + 2 * 24 * 16) + 4 * 43 * 4);
        assertThat(told("gray", 1)).isEqualTo(43 * 29 + 48 * 32 + 4 * 43 * 4);
    }

    private long told(String kind, int channels) {
        List<Long> told = new ArrayList<>();
        Effort effort = new Effort() {
            @Override
            public void spend(long steps) {
                throw new AssertionError("before it was told");
            }

            @Override
            public void take(long bytes) {
                told.add(bytes);
                throw new IllegalStateException("no room");
            }
        };
        assertThatThrownBy(() -> {
                    if (channels == 3) {
                        decoder.picture(JpegFiles.file(kind), effort);
                    } else {
                        decoder.mask(JpegFiles.file(kind), effort);
                    }
                })
                .hasMessage("no room");
        return told.get(0);
    }

    @Test
    void whoIsGoneIsReadNoFurtherRowFor() {
        AtomicInteger rows = new AtomicInteger();
        Effort gone = steps -> {
            if (rows.incrementAndGet() == 3) {
                throw new IllegalStateException("gone");
            }
        };
        for (String kind : List.of("baseline-444", "progressive-420")) {
            rows.set(0);
            assertThatThrownBy(() -> decoder.picture(JpegFiles.file(kind), gone))
                    .hasMessage("gone");
            assertThat(rows).hasValue(3);
        }
    }

    private Raster picture(byte[] file) throws UnreadableImageException {
        return decoder.picture(file, Effort.UNSEEN);
    }

    private void refused(byte[] file, String sentence) {
        assertThatThrownBy(() -> picture(file))
                .isInstanceOf(UnreadableImageException.class)
                .hasMessage(sentence);
    }
}
