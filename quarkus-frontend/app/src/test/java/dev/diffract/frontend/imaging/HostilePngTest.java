package dev.diffract.frontend.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.diffract.frontend.core.imaging.Effort;
import dev.diffract.frontend.core.imaging.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** PNG files that somebody made to harm, or that a disk did: they are refused by one sentence, and take little to refuse. */
class HostilePngTest {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Bytes that reading takes whatever the file: buffers, the inflater's objects. */
    private static final long BASE = 512 * 1024;

    private Raster picture(byte[] file) throws UnreadableImageException {
        return new PngDecoder().picture(file, Effort.UNSEEN);
    }

    private final PngText texts = new PngText();

    private static Stream<Arguments> kinds() {
        return Stream.of(0, 2, 3, 4, 6)
                .flatMap(type -> Stream.of(1, 2, 4, 8, 16)
                        .filter(bits -> switch (type) {
                            case 0 -> true;
                            case 3 -> bits <= 8;
                            default -> bits >= 8;
                        })
                        .map(bits -> Arguments.of(type, bits)));
    }

    private static PngFile picture(int type, int bits, boolean interlaced) {
        int[] samples = PngFile.randomSamples(new Random(type * 16L + bits), 13, 11, bits, type);
        return PngFile.of(13, 11, bits, type, interlaced, samples);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void thePassesOfAnInterlacedFileMakeTheSamePicture(int type, int bits) throws Exception {
        Raster plain = picture(picture(type, bits, false).bytes());

        assertThat(plain.hasSize(13, 11)).isTrue();
        assertThat(picture(picture(type, bits, true).bytes())).isEqualTo(plain);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void everyMissingByteOfThePixelsIsMissed(int type, int bits) {
        for (boolean interlaced : new boolean[] {false, true}) {
            int last = PngFile.rowBytes(13, bits, type);
            for (int missing = 1; missing <= last + 1; missing++) {
                PngFile file = picture(type, bits, interlaced);
                byte[] rows = inflated(file.chunks.get(file.index("IDAT")).data());
                byte[] fewer = PngFile.deflated(Arrays.copyOf(rows, rows.length - missing));
                file.chunks.set(file.index("IDAT"), new PngFile.Chunk("IDAT", fewer));
                refused(file, BASE);
            }
        }
    }

    private static byte[] inflated(byte[] bytes) {
        try (InputStream in = new InflaterInputStream(new ByteArrayInputStream(bytes))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Stream<Arguments> wrong() {
        byte[] colours = new byte[3 * 257];
        return Stream.of(
                wrong("a palette that is not there", 3, file -> without(file, "PLTE")),
                wrong("a palette of fewer colours than are named", 3, file -> with(file, "PLTE", new byte[3])),
                wrong("a palette of no colours", 3, file -> with(file, "PLTE", new byte[0])),
                wrong("a palette of 257 colours", 3, file -> with(file, "PLTE", colours)),
                wrong("two palettes", 3, file -> before(file, "PLTE", "PLTE", new byte[768])),
                wrong("a palette after the pixels", 3, file -> before(file, "IEND", "PLTE", new byte[768])),
                wrong("opacity before its palette", 3, file -> before(file, "PLTE", "tRNS", new byte[1])),
                wrong("opacity of 257 colours", 3, file -> before(file, "IDAT", "tRNS", new byte[257])),
                wrong(
                        "two headers",
                        2,
                        file -> before(file, "IDAT", "IHDR", file.chunks.get(0).data())),
                wrong("no header", 2, file -> without(file, "IHDR")),
                wrong("something before the header", 2, file -> before(file, "IHDR", "tEXt", new byte[0])),
                wrong("a short header", 2, file -> with(file, "IHDR", new byte[12])),
                wrong("an empty header", 2, file -> with(file, "IHDR", new byte[0])),
                wrong("no pixels", 2, file -> without(file, "IDAT")),
                wrong("empty pixels", 2, file -> with(file, "IDAT", new byte[0])),
                wrong("pixels that are no deflate", 2, file -> with(file, "IDAT", new byte[300])),
                wrong(
                        "a preset dictionary",
                        2,
                        file -> with(file, "IDAT", new byte[] {0x78, (byte) 0xbb, 1, 2, 3, 4, 5})),
                wrong("an unknown filter", 2, file -> with(file, "IDAT", PngFile.deflated(filled(11 * 40, 9)))),
                wrong("pixels in two places", 2, HostilePngTest::torn),
                wrong("no end", 2, file -> without(file, "IEND")),
                wrong("what nobody knows and everybody needs", 2, file -> before(file, "IDAT", "ABCD", new byte[8])));
    }

    private static Arguments wrong(String name, int type, UnaryOperator<PngFile> change) {
        return Arguments.of(name, type, change);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrong")
    void isRefused(String name, int type, UnaryOperator<PngFile> change) {
        refused(change.apply(picture(type, 8, false)), BASE);
        refused(change.apply(picture(type, 8, true)), BASE);
    }

    private static PngFile without(PngFile file, String name) {
        file.chunks.removeIf(chunk -> chunk.name().equals(name));
        return file;
    }

    private static PngFile with(PngFile file, String name, byte[] data) {
        file.chunks.set(file.index(name), new PngFile.Chunk(name, data));
        return file;
    }

    private static PngFile before(PngFile file, String place, String name, byte[] data) {
        file.chunks.add(file.index(place), new PngFile.Chunk(name, data));
        return file;
    }

    private static PngFile torn(PngFile file) {
        byte[] data = file.chunks.get(file.index("IDAT")).data();
        with(file, "IDAT", Arrays.copyOf(data, 9));
        before(file, "IEND", "tEXt", new byte[3]);
        return before(file, "IEND", "IDAT", Arrays.copyOfRange(data, 9, data.length));
    }

    private static byte[] filled(int count, int value) {
        byte[] bytes = new byte[count];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    @ParameterizedTest
    @ValueSource(strings = {"IHDR", "PLTE", "IDAT", "IEND"})
    void aChangedSumIsSeenWhereItMatters(String name) {
        PngFile file = picture(3, 8, false);
        file.chunks.set(file.index(name), file.chunks.get(file.index(name)).broken());
        refused(file, BASE);
    }

    /** Room for two thousand million bytes is not made because a file of hundreds says so. */
    @ParameterizedTest
    @ValueSource(strings = {"IHDR", "PLTE", "tRNS", "tEXt", "IDAT", "IEND"})
    void aLengthIsNotBelieved(String name) {
        for (int length : new int[] {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, 1 << 30, 1 << 20, 100_000}) {
            PngFile file = picture(3, 8, false);
            before(file, "IDAT", "tRNS", new byte[2]);
            before(file, "IDAT", "tEXt", new byte[2]);
            file.chunks.set(file.index(name), file.chunks.get(file.index(name)).saying(length));
            refused(file, BASE);
            assertThatThrownBy(() -> texts.find(file.bytes(), "none"))
                    .isInstanceOf(UnreadableImageException.class)
                    .hasMessage("is a broken PNG file");
        }
    }

    /** A picture of four million pixels is not made room for before there are bytes it could come out of. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void pixelsThatCannotBeThereAreNotMadeRoomFor(int interlaced) {
        PngFile file = new PngFile()
                .header(2048, 2048, 16, 6, interlaced)
                .pixels(new byte[1000])
                .end();
        refused(file, BASE);
    }

    @ParameterizedTest
    @ValueSource(ints = {0x7fffffff, 0xffffffff, 0x80000000, 0})
    void sizesThatNoPictureHasAreRefused(int side) {
        for (int interlaced = 0; interlaced < 2; interlaced++) {
            for (int bits : new int[] {1, 16}) {
                for (int[] size : new int[][] {{side, 1}, {1, side}, {side, side}}) {
                    byte[] file = new PngFile()
                            .header(size[0], size[1], bits, 0, interlaced)
                            .pixels(new byte[1000])
                            .end()
                            .bytes();
                    Outcome outcome = outcome(() -> picture(file));
                    assertThat(outcome.refusal()).isNotNull();
                    assertThat(outcome.allocated()).isLessThan(BASE);
                }
            }
        }
    }

    /** Three hundred thousand of them: what is looked through for every row must not have them in it. */
    @Test
    void whatIsBesideThePixelsIsNotGivenToTheLibrary() throws Exception {
        PngFile file = picture(3, 8, false);
        byte[] plain = file.bytes();
        for (int i = 0; i < 300_000; i++) {
            file.chunks.add(1, new PngFile.Chunk(i % 2 == 0 ? "juNk" : "tEXt", new byte[0]));
        }
        assertThat(PixelChunks.of(file.bytes()).stream().readAllBytes()).isEqualTo(plain);
        assertThat(picture(file.bytes())).isEqualTo(picture(plain));
    }

    @Test
    void anAnimationIsItsFirstPicture() throws Exception {
        PngFile file = picture(2, 8, false);
        byte[] plain = file.bytes();
        before(file, "IDAT", "acTL", new byte[8]);
        before(file, "IDAT", "fcTL", new byte[26]);
        before(file, "IEND", "fcTL", new byte[26]);
        before(file, "IEND", "fdAT", new byte[400]);
        assertThat(picture(file.bytes())).isEqualTo(picture(plain));
    }

    /** Beside pixels no text is unfolded; as a text no more of it than may be, however much there is. */
    @Test
    void textsThatUnfoldWithoutEndAreNotUnfolded() {
        byte[] bomb = PngFile.deflated(new byte[50_000_000]);
        byte[] key = "parameters\0\0".getBytes(StandardCharsets.ISO_8859_1);
        byte[] chunk = Arrays.copyOf(key, key.length + bomb.length);
        System.arraycopy(bomb, 0, chunk, key.length, bomb.length);
        PngFile file = picture(2, 8, false);
        for (String name : new String[] {"zTXt", "iCCP", "iTXt"}) {
            before(file, "IDAT", name, chunk);
        }
        byte[] bytes = file.bytes();
        assertThat(outcome(() -> picture(bytes)).allocated()).isLessThan(BASE);
        Outcome text = outcome(() -> texts.find(bytes, "parameters"));
        assertThat(text.refusal()).hasMessage("may have texts of 131072 bytes at most");
        assertThat(text.allocated()).isLessThan(2 * BASE);
    }

    /** Bytes change, chunks come twice, go, move and are cut; half of the files have right sums again, so that what is inside is read. */
    @Test
    void whateverIsChangedOneSentenceComesOutAndLittleIsTaken() {
        long seed = 20_260_911;
        Random random = new Random(seed);
        int drawn = 0;
        for (int round = 0; round < 10_000; round++) {
            byte[] file = HostilePngs.next(random);
            String which = "seed " + seed + ", round " + round;
            Outcome picture = outcome(() -> picture(file));
            assertThat(picture.allocated()).as(which).isLessThan(BASE + HostilePngs.bytesOfPicture(file));
            assertThat(outcome(() -> texts.find(file, "parameters")).allocated())
                    .as(which)
                    .isLessThan(BASE);
            drawn += picture.refusal() == null ? 1 : 0;
        }
        assertThat(drawn).as("files that are read all the same").isBetween(1000, 9000);
    }

    private void refused(PngFile file, long most) {
        byte[] bytes = file.bytes();
        Outcome outcome = outcome(() -> picture(bytes));
        assertThat(outcome.refusal()).hasMessage("is a broken PNG file");
        assertThat(outcome.allocated()).isLessThan(most);
    }

    private interface Reading {
        void read() throws UnreadableImageException;
    }

    /**
     * @param allocated bytes that this thread asked for meanwhile
     * @param refusal null if the file was read
     */
    private record Outcome(long allocated, UnreadableImageException refusal) {}

    private static Outcome outcome(Reading reading) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        UnreadableImageException refusal = null;
        try {
            reading.read();
        } catch (UnreadableImageException refused) {
            refusal = refused;
        }
        return new Outcome(THREADS.getCurrentThreadAllocatedBytes() - before, refusal);
    }
}
