package dev.diffract.frontend.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ar.com.hjg.pngj.ImageInfo;
import ar.com.hjg.pngj.ImageLineInt;
import ar.com.hjg.pngj.PngWriter;
import dev.diffract.frontend.core.imaging.Effort;
import dev.diffract.frontend.core.imaging.Raster;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PngDecoderTest {

    /** 3x2 pixels, interlaced: red, green, blue / black, gray, white. */
    private static final String INTERLACED =
            "iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAIAAAFlEcHbAAAAF0lEQVR4nGP4zwAC/8EICBoaGv7//w8APWAHe6q+sZQAAAAASUVORK5CYII=";

    private final PngDecoder decoder = new PngDecoder();

    static Stream<BufferedImage> pictures() {
        BufferedImage rgb = new BufferedImage(13, 7, BufferedImage.TYPE_INT_RGB);
        BufferedImage gray = new BufferedImage(13, 7, BufferedImage.TYPE_BYTE_GRAY);
        BufferedImage binary = new BufferedImage(13, 7, BufferedImage.TYPE_BYTE_BINARY);
        BufferedImage indexed = new BufferedImage(13, 7, BufferedImage.TYPE_BYTE_INDEXED);
        Random random = new Random(3);
        Stream.of(rgb, gray, binary, indexed).forEach(image -> {
            for (int i = 0; i < 13 * 7; i++) {
                image.setRGB(i % 13, i / 13, random.nextInt());
            }
        });
        return Stream.of(rgb, gray, binary, indexed);
    }

    @ParameterizedTest
    @MethodSource("pictures")
    void anotherEncodersPixelsAreRead(BufferedImage image) throws IOException, UnreadableImageException {
        Raster raster = picture(png(image));
        assertThat(raster.hasSize(13, 7)).isTrue();
        for (int y = 0; y < 7; y++) {
            for (int x = 0; x < 13; x++) {
                Color color = new Color(color(image, x, y));
                assertThat(new int[] {raster.at(x, y, 0), raster.at(x, y, 1), raster.at(x, y, 2)})
                        .containsExactly(color.getRed(), color.getGreen(), color.getBlue());
            }
        }
    }

    @Test
    void whatOurEncoderWritesComesBack() throws UnreadableImageException {
        byte[] rgb = new byte[64 * 32 * 3];
        new Random(1).nextBytes(rgb);
        assertThat(picture(new PngEncoder().encode(64, 32, rgb, "Steps: 1"))).isEqualTo(Raster.rgb(64, 32, rgb));
    }

    @Test
    void interlacedFilesAreRead() throws UnreadableImageException {
        assertThat(picture(Base64.getDecoder().decode(INTERLACED)).values())
                .asHexString()
                .isEqualToIgnoringCase("FF000000FF000000FF000000808080FFFFFF");
    }

    /** Whatever is in it, and however much: three megabytes that nobody knows, and a text of as many. */
    @ParameterizedTest
    @ValueSource(strings = {"juNk", "tEXt", "zTXt", "iCCP"})
    void largeChunksBesideThePixelsAreSkipped(String id) throws UnreadableImageException {
        byte[] rgb = new byte[5 * 4 * 3];
        new Random(2).nextBytes(rgb);
        byte[] file = new PngEncoder().encode(5, 4, rgb);
        byte[] content = new byte[3 << 20];
        Arrays.fill(content, (byte) 'x');
        assertThat(picture(withChunk(file, id, content))).isEqualTo(Raster.rgb(5, 4, rgb));
    }

    /** After the header of 8 + 25 bytes. */
    private static byte[] withChunk(byte[] file, String id, byte[] content) {
        int header = 33;
        byte[] name = id.getBytes(StandardCharsets.US_ASCII);
        CRC32 sum = new CRC32();
        sum.update(name);
        sum.update(content);
        return ByteBuffer.allocate(file.length + content.length + 12)
                .put(file, 0, header)
                .putInt(content.length)
                .put(name)
                .put(content)
                .putInt((int) sum.getValue())
                .put(file, header, file.length - header)
                .array();
    }

    @Test
    void sixteenBitsBecomeEight() throws UnreadableImageException {
        ImageInfo info = new ImageInfo(2, 1, 16, false);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        PngWriter writer = new PngWriter(file, info);
        ImageLineInt line = new ImageLineInt(info, new int[] {0, 0x1234, 0xffff, 0x80ff, 0x7f00, 1});
        writer.writeRow(line);
        writer.end();
        assertThat(picture(file.toByteArray()).values()).containsExactly(0, 0x12, 0xff, 0x80, 0x7f, 0);
    }

    @Test
    void whatIsTransparentIsWhiteInPicturesAndBlackInMasks() throws IOException, UnreadableImageException {
        BufferedImage image = new BufferedImage(3, 1, BufferedImage.TYPE_INT_ARGB);
        image.setRGB(0, 0, 0x00ff0000);
        image.setRGB(1, 0, 0xffff0000);
        image.setRGB(2, 0, 0x80ffffff);
        assertThat(picture(png(image)).values()).containsExactly(255, 255, 255, 255, 0, 0, 255, 255, 255);
        assertThat(mask(png(image)).values()).containsExactly(0, 76, 128);
    }

    @Test
    void transparentEntriesOfPalettesCount() throws IOException, UnreadableImageException {
        byte[] ramp = {0, (byte) 200};
        IndexColorModel palette = new IndexColorModel(1, 2, ramp, ramp, ramp, new byte[] {0, (byte) 255});
        BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_BINARY, palette);
        image.getRaster().setSample(1, 0, 0, 1);
        assertThat(mask(png(image)).values()).containsExactly(0, 200);
        assertThat(picture(png(image)).values()).containsExactly(255, 255, 255, 200, 200, 200);
    }

    @Test
    void aFileThatUnfoldsTooFarIsRefusedBeforeItDoes() {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ImageInfo info = new ImageInfo(2049, 2048, 1, false, true, false);
        PngWriter writer = new PngWriter(file, info);
        ImageLineInt line = new ImageLineInt(info);
        for (int row = 0; row < info.rows; row++) {
            writer.writeRow(line);
        }
        writer.end();
        refused(file.toByteArray(), "may have 4194304 pixels at most, had 2049x2048");
    }

    @Test
    void aRowLongerThanAnySideIsRefused() {
        byte[] file =
                new PngEncoder().encode(PictureBounds.MAX_SIDE + 1, 1, new byte[(PictureBounds.MAX_SIDE + 1) * 3]);
        refused(file, "may have 16384 pixels on a side at most, had 16385x1");
    }

    /** By its header, before anything of it is unfolded: after it the file is no file at all. */
    @Test
    void whatAFileTakesIsSaidBeforeItIsTaken() {
        byte[] header = Arrays.copyOf(new PngEncoder().encode(1000, 2000, new byte[6_000_000]), 33);
        List<Long> told = new ArrayList<>();
        for (PngReading reading : List.<PngReading>of(decoder::picture, decoder::mask)) {
            assertThatThrownBy(() -> reading.read(header, taking(bytes -> {
                        told.add(bytes);
                        throw new IllegalStateException("no room");
                    })))
                    .hasMessage("no room");
        }
        long rows = 1000 * 3 * Integer.BYTES + 4 * 1000 * 3;
        assertThat(told).containsExactly(6_000_000 + rows, 2_000_000 + rows);
    }

    private static Effort taking(LongConsumer memory) {
        return new Effort() {
            @Override
            public void spend(long steps) {}

            @Override
            public void take(long bytes) {
                memory.accept(bytes);
            }
        };
    }

    /** What is thrown at whoever reads for nobody is not taken for a fault of the file. */
    @Test
    void whoIsGoneIsReadNoFurtherRowFor() {
        byte[] file = new PngEncoder().encode(10, 20, new byte[600]);
        AtomicInteger rows = new AtomicInteger();
        Effort gone = steps -> {
            if (rows.incrementAndGet() >= 7) {
                throw new IllegalStateException("gone");
            }
        };
        for (PngReading reading : List.<PngReading>of(decoder::picture, decoder::mask)) {
            rows.set(0);
            assertThatThrownBy(() -> reading.read(file, gone)).hasMessage("gone");
            assertThat(rows).as("six rows, and once more whether it was that").hasValue(8);
        }
    }

    @FunctionalInterface
    private interface PngReading {
        Raster read(byte[] file, Effort effort) throws UnreadableImageException;
    }

    @Test
    void interlacedFilesTakeAllTheirRows() throws UnreadableImageException {
        List<Long> told = new ArrayList<>();
        decoder.picture(Base64.getDecoder().decode(INTERLACED), taking(told::add));
        assertThat(told).containsExactly(3L * 2 * 3 + 3 * 2 * 3 * Integer.BYTES + 4 * 9);
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 20, 33, 40, 50, 60})
    void aFileThatEndsEarlyIsBroken(int length) throws IOException {
        byte[] file = png(new BufferedImage(40, 40, BufferedImage.TYPE_INT_ARGB));
        refused(Arrays.copyOf(file, length), "is a broken PNG file");
    }

    @Test
    void noiseInAFileNeverLeadsElsewhere() throws IOException {
        BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_BYTE_INDEXED);
        byte[] good = png(image);
        Random random = new Random(20);
        for (int i = 0; i < 3000; i++) {
            byte[] bad = good.clone();
            for (int k = 0; k < 1 + i % 3; k++) {
                bad[8 + random.nextInt(bad.length - 8)] = (byte) random.nextInt();
            }
            try {
                assertThat(picture(bad).channels()).isEqualTo(3);
            } catch (UnreadableImageException e) {
                assertThat(e.getMessage()).isNotEmpty();
            }
        }
    }

    private Raster picture(byte[] file) throws UnreadableImageException {
        return decoder.picture(file, Effort.UNSEEN);
    }

    private Raster mask(byte[] file) throws UnreadableImageException {
        return decoder.mask(file, Effort.UNSEEN);
    }

    private void refused(byte[] file, String sentence) {
        assertThatThrownBy(() -> picture(file))
                .isInstanceOf(UnreadableImageException.class)
                .hasMessage(sentence);
    }

    /** The stored gray of a gray picture; its colour space would change it. */
    private static int color(BufferedImage image, int x, int y) {
        if (image.getType() != BufferedImage.TYPE_BYTE_GRAY) {
            return image.getRGB(x, y);
        }
        int gray = image.getRaster().getSample(x, y, 0);
        return new Color(gray, gray, gray).getRGB();
    }

    private static byte[] png(BufferedImage image) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ImageIO.write(image, "png", file);
        return file.toByteArray();
    }
}
