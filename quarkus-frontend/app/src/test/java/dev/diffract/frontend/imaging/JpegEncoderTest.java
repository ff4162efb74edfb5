package dev.diffract.frontend.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diffract.frontend.core.imaging.Effort;
import dev.diffract.frontend.core.imaging.Raster;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JpegEncoderTest {

    private final JpegEncoder encoder = new JpegEncoder();

    /** Slopes with a little noise. */
    private static Raster picture(int width, int height) {
        Random random = new Random(width * 1000L + height);
        byte[] rgb = new byte[width * height * 3];
        for (int i = 0; i < width * height; i++) {
            int x = i % width;
            int y = i / width;
            rgb[3 * i] = (byte) (x * 200 / width + random.nextInt(20));
            rgb[3 * i + 1] = (byte) (y * 200 / height + random.nextInt(20));
            rgb[3 * i + 2] = (byte) (220 - (x + y) * 200 / (width + height) + random.nextInt(20));
        }
        return Raster.rgb(width, height, rgb);
    }

    private byte[] encoded(Raster picture, int quality) {
        return encoder.encode(picture.width(), picture.height(), picture.values(), quality, "Steps: 1");
    }

    /** The JDK's decoder, which nobody here wrote, and ours see the same picture. */
    @ParameterizedTest
    @ValueSource(ints = {1, 30, 75, 89, 90, 95, 100})
    void anotherDecoderSeesWhatOursSees(int quality) throws IOException, UnreadableImageException {
        Raster picture = picture(75, 52);
        byte[] file = encoded(picture, quality);
        Raster other = read(file);
        Raster ours = new PictureDecoder().picture(file, Effort.UNSEEN);
        assertThat(other).hasToString(picture.toString());
        for (int i = 0; i < other.values().length; i++) {
            assertThat(Math.abs((other.values()[i] & 0xff) - (ours.values()[i] & 0xff)))
                    .isLessThanOrEqualTo(2);
        }
    }

    /** At each quality as near to the picture, within a twentieth, as files of the JDK's encoder with the same tables and units. */
    @ParameterizedTest
    @ValueSource(ints = {10, 50, 75, 85})
    void whatIsLeftOutIsWhatOthersLeaveOut(int quality) throws IOException {
        Raster picture = picture(128, 96);
        assertThat(error(read(encoded(picture, quality)), picture))
                .isLessThanOrEqualTo(1.05 * error(read(byTheJdk(picture, quality)), picture));
    }

    @Test
    void atTheBestHardlyAnythingIsLeftOut() throws IOException {
        Raster picture = picture(64, 64);
        assertThat(error(read(encoded(picture, 100)), picture)).isLessThan(1);
    }

    /** Mean of the squares of what is between two pictures, in levels. */
    private static double error(Raster one, Raster other) {
        double sum = 0;
        for (int i = 0; i < one.values().length; i++) {
            int levels = (one.values()[i] & 0xff) - (other.values()[i] & 0xff);
            sum += levels * levels;
        }
        return sum / one.values().length;
    }

    private static byte[] byTheJdk(Raster picture, int quality) throws IOException {
        BufferedImage image = new BufferedImage(picture.width(), picture.height(), BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < picture.height(); y++) {
            for (int x = 0; x < picture.width(); x++) {
                image.setRGB(x, y, picture.at(x, y, 0) << 16 | picture.at(x, y, 1) << 8 | picture.at(x, y, 2));
            }
        }
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ImageWriteParam parameters = writer.getDefaultWriteParam();
        parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        parameters.setCompressionQuality(quality / 100f);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(file)) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), parameters);
        }
        return file.toByteArray();
    }

    private static Raster read(byte[] file) throws IOException {
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(file));
        ByteBuffer rgb = ByteBuffer.allocate(image.getWidth() * image.getHeight() * 3);
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                int packed = image.getRGB(x, y);
                rgb.put((byte) (packed >> 16)).put((byte) (packed >> 8)).put((byte) packed);
            }
        }
        return Raster.rgb(image.getWidth(), image.getHeight(), rgb.array());
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "1, 40", "7, 9", "8, 8", "16, 16", "17, 33"})
    void anySizeIsWritten(int width, int height) throws IOException {
        Raster picture = picture(width, height);
        for (int quality : new int[] {80, 95}) {
            assertThat(error(read(encoded(picture, quality)), picture)).isLessThan(200);
        }
    }

    @Test
    void theSameBytesComeOutAgain() {
        assertThat(encoded(picture(40, 40), 80)).isEqualTo(encoded(picture(40, 40), 80));
    }

    /** Noise that nothing can be left out of would take more than its pixels do. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3, 64, 100})
    void aFileIsNeverLargerThanItsPixels(int side) throws IOException {
        byte[] rgb = new byte[side * side * 3];
        Random random = new Random(side);
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) (random.nextBoolean() ? 255 : 0);
        }
        byte[] file = encoded(Raster.rgb(side, side, rgb), 100);
        assertThat(file.length).isLessThanOrEqualTo(rgb.length + 1200);
        assertThat(read(file).hasSize(side, side)).isTrue();
    }

    @Test
    void bytesThatAreNoPictureAreRefused() {
        assertThatThrownBy(() -> encoder.encode(2, 2, new byte[11], 80, ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a picture of 2x2 does not have 11 bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Steps: 20, Seed: 1", "eine Katze, \u732b \ud83d\udc31\nSteps: 20"})
    void parametersStandInTheComment(String text) {
        assertThat(commentOf(encoder.encode(1, 1, new byte[3], 80, text))).isEqualTo(text);
    }

    /** A segment of a file has 65 533 bytes at most. */
    @Test
    void aTextThatIsTooLongEndsInAnEllipsis() throws IOException {
        String text = "\ud83d\udc31".repeat(20_000);
        byte[] file = encoder.encode(1, 1, new byte[3], 80, text);
        String comment = commentOf(file);
        assertThat(comment).endsWith("\ud83d\udc31\u2026").hasSizeGreaterThan(32_000);
        assertThat(text).startsWith(comment.substring(0, comment.length() - 1));
        assertThat(read(file).hasSize(1, 1)).isTrue();
    }

    /** Read by the layout of EXIF, without what wrote it. */
    private static String commentOf(byte[] file) {
        int exif = new String(file, StandardCharsets.ISO_8859_1).indexOf("Exif\0\0") + 6;
        ByteBuffer tiff = ByteBuffer.wrap(file, exif, file.length - exif).slice();
        assertThat(tiff.getInt(0)).isEqualTo(0x4d4d002a);
        int first = tiff.getInt(4);
        assertThat(tiff.getShort(first)).isOne();
        assertThat(tiff.getShort(first + 2) & 0xffff).isEqualTo(0x8769);
        int second = tiff.getInt(first + 10);
        assertThat(tiff.getShort(second + 2) & 0xffff).isEqualTo(0x9286);
        int length = tiff.getInt(second + 6);
        int place = tiff.getInt(second + 10);
        byte[] value = new byte[length];
        tiff.get(place, value);
        assertThat(new String(value, 0, 8, StandardCharsets.US_ASCII)).isEqualTo("UNICODE\0");
        return new String(value, 8, length - 8, StandardCharsets.UTF_16BE);
    }
}
