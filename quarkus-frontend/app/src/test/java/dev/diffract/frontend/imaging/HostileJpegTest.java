package dev.diffract.frontend.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.diffract.frontend.core.imaging.Effort;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** JPEG files that somebody made to harm, or that a disk did: they are refused by one sentence, and take little to refuse. */
class HostileJpegTest {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Bytes that reading takes whatever the file: tables, the objects of a scan. */
    private static final long BASE = 512 * 1024;

    /** What is computed for a file at most, by scans of it and once more for its samples and its pixels. */
    private static final int MOST_PASSES = 102;

    /** Counts what is computed, and the bytes that are said to be taken. */
    private static final class Counted implements Effort {
        private long steps;
        private long bytes;

        @Override
        public void spend(long more) {
            steps += more;
        }

        @Override
        public void take(long more) {
            bytes += more;
        }
    }

    private record Outcome(Counted effort, long allocated, UnreadableImageException refusal) {}

    private static Outcome outcome(byte[] file) {
        PictureDecoder decoder = new PictureDecoder();
        Counted effort = new Counted();
        UnreadableImageException refusal = null;
        long before = THREADS.getCurrentThreadAllocatedBytes();
        try {
            decoder.picture(file, effort);
        } catch (UnreadableImageException refused) {
            refusal = refused;
        }
        return new Outcome(effort, THREADS.getCurrentThreadAllocatedBytes() - before, refusal);
    }

    /** Bytes change, go and come twice, parts change their places, and headers say other sizes. */
    @Test
    void whateverIsChangedOneSentenceComesOutAndLittleIsTaken() {
        long seed = 20_261_129;
        Random random = new Random(seed);
        List<byte[]> files = JpegFiles.kinds(true).stream().map(JpegFiles::file).toList();
        int read = 0;
        for (int round = 0; round < 20_000; round++) {
            byte[] file = changed(files.get(random.nextInt(files.size())), random);
            Outcome outcome = outcome(file);
            String which = "seed " + seed + ", round " + round;
            assertThat(outcome.allocated).as(which).isLessThan(BASE + outcome.effort.bytes);
            assertThat(outcome.effort.steps).as(which).isLessThanOrEqualTo(MOST_PASSES * outcome.effort.bytes);
            read += outcome.refusal == null ? 1 : 0;
        }
        assertThat(read).as("files that are read all the same").isBetween(1000, 19_000);
    }

    private static byte[] changed(byte[] file, Random random) {
        byte[] changed = file.clone();
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes && changed.length > 8; i++) {
            int at = 2 + random.nextInt(changed.length - 2);
            int to = 2 + random.nextInt(changed.length - 2);
            int length = Math.min(random.nextInt(40), changed.length - Math.max(at, to));
            switch (random.nextInt(6)) {
                case 0 -> changed[at] = (byte) random.nextInt();
                case 1 -> changed[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> changed[at] = (byte) (random.nextBoolean() ? 0xff : 0);
                case 3 -> changed = Arrays.copyOf(changed, Math.max(4, at));
                case 4 -> System.arraycopy(changed, at, changed, to, length);
                default -> changed = without(changed, at, length);
            }
        }
        return changed;
    }

    private static byte[] without(byte[] file, int at, int length) {
        byte[] shorter = Arrays.copyOf(file, file.length - length);
        System.arraycopy(file, at + length, shorter, at, shorter.length - at);
        return shorter;
    }

    /** Only what is in a file's head: there every byte means something. */
    @Test
    void everyByteOfAHeadMayBeAnything() {
        Stream.of("baseline-unlike-colours", "progressive-many-scans", "wide-quantisation", "exif-with-thumbnail")
                .map(JpegFiles::file)
                .forEach(HostileJpegTest::everyByteOfTheHead);
    }

    private static void everyByteOfTheHead(byte[] good) {
        for (int at = 2; at < Math.min(700, good.length); at++) {
            for (int value : new int[] {0, 1, 2, 15, 16, 63, 64, 127, 128, 240, 254, 255}) {
                byte[] file = good.clone();
                file[at] = (byte) value;
                Outcome outcome = outcome(file);
                assertThat(outcome.allocated).as("byte %d is %d", at, value).isLessThan(BASE + outcome.effort.bytes);
            }
        }
    }

    /** A scan of a few bytes goes through all blocks: a hundred thousand of them would be a day's work. */
    @Test
    void scansWithoutEndAreNotRead() {
        byte[] good = JpegFiles.file("progressive-444");
        int scan = placeOf(good, JpegMarker.SCAN);
        int next = good.length - 2;
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.write(good, 0, next);
        for (int i = 0; i < 1000; i++) {
            file.write(good, scan, next - scan);
        }
        assertRefused(
                file.toByteArray(),
                "is a broken JPEG file: a scan says what cannot be, or what was before it does not allow");
    }

    /** Each bit of each coefficient by itself would be nine hundred scans in order. */
    @Test
    void scansInOrderAreAHundredAtMost() {
        byte[] good = JpegFiles.file("gray-progressive");
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.write(good, 0, placeOf(good, JpegMarker.SCAN));
        for (int kind : new int[] {0, 0x10}) { // the one code is a zero, which stands for nothing
            file.writeBytes(new byte[] {(byte) 0xff, (byte) JpegMarker.HUFFMAN_TABLES, 0, 20, (byte) kind, 1});
            file.writeBytes(new byte[16]);
        }
        for (int k = 0; k < 64; k++) {
            scan(file, k, 0, 1);
            scan(file, k, 1, 0);
        }
        Outcome outcome = outcome(file.toByteArray());
        assertThat(outcome.refusal)
                .hasMessage("must be a baseline or progressive JPEG file of 8 bits in RGB or gray, was one of more than"
                        + " 100 scans");
        assertThat(outcome.effort.steps).isLessThanOrEqualTo(MOST_PASSES * outcome.effort.bytes);
    }

    private static void scan(ByteArrayOutputStream file, int coefficient, int before, int now) {
        file.writeBytes(new byte[] {(byte) 0xff, (byte) JpegMarker.SCAN, 0, 8, 1, 1, 0});
        file.writeBytes(new byte[] {(byte) coefficient, (byte) coefficient, (byte) (before << 4 | now)});
        file.writeBytes(new byte[8]);
    }

    @Test
    void roomIsMadeOnlyForWhatTheFileCanHold() {
        byte[] file = JpegFiles.file("baseline-420");
        int frame = placeOf(file, JpegMarker.BASELINE);
        file[frame + 5] = 8;
        file[frame + 6] = 0;
        file[frame + 7] = 8;
        file[frame + 8] = 0;
        Outcome outcome = outcome(file);
        assertThat(outcome.refusal).hasMessageContaining("it ends before its picture does");
        assertThat(outcome.effort.bytes).isZero();
        assertThat(outcome.allocated).isLessThan(BASE);
    }

    /** A million tables, of which the last ones count: none is unfolded before a scan asks for it. */
    @Test
    void tablesThatNobodyUsesCostTheirBytes() {
        byte[] good = JpegFiles.file("gray");
        int scan = placeOf(good, JpegMarker.SCAN);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.write(good, 0, scan);
        byte[] empty = new byte[21];
        empty[0] = (byte) 0xff;
        empty[1] = (byte) JpegMarker.HUFFMAN_TABLES;
        empty[3] = 19;
        empty[4] = 3;
        for (int i = 0; i < 100_000; i++) {
            file.write(empty, 0, empty.length);
        }
        file.write(good, scan, good.length - scan);
        Outcome outcome = outcome(file.toByteArray());
        assertThat(outcome.refusal).isNull();
        assertThat(outcome.allocated).isLessThan(BASE + outcome.effort.bytes + 100_000 * 64);
    }

    private static int placeOf(byte[] file, int marker) {
        for (int i = 2; ; i++) {
            if ((file[i] & 0xff) == 0xff && (file[i + 1] & 0xff) == marker) {
                return i;
            }
        }
    }

    private static void assertRefused(byte[] file, String sentence) {
        assertThatThrownBy(() -> new PictureDecoder().picture(file, Effort.UNSEEN))
                .isInstanceOf(UnreadableImageException.class)
                .hasMessageStartingWith(sentence);
    }
}
