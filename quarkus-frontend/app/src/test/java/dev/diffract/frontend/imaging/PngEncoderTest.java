package dev.diffract.frontend.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ar.com.hjg.pngj.PngReader;
import ar.com.hjg.pngj.chunks.PngChunk;
import ar.com.hjg.pngj.chunks.PngChunkTextVar;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PngEncoderTest {

    private final PngEncoder encoder = new PngEncoder();

    @ParameterizedTest
    @CsvSource({"1, 1", "64, 64", "37, 5", "128, 192"})
    void anotherDecoderSeesTheSamePixels(int width, int height) throws IOException {
        byte[] rgb = new byte[width * height * 3];
        new Random(7).nextBytes(rgb);

        BufferedImage image = ImageIO.read(new ByteArrayInputStream(encoder.encode(width, height, rgb, "Steps: 20")));

        assertThat(image.getWidth()).isEqualTo(width);
        assertThat(image.getHeight()).isEqualTo(height);
        assertThat(pixels(image)).isEqualTo(rgb);
    }

    /** A drawing in areas of one colour takes a small part of what it would take byte by byte. */
    @Test
    void whatRepeatsItselfIsWrittenShort() throws IOException {
        byte[] rgb = new byte[128 * 128 * 3];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) (i / 3 % 128 < 64 ? 200 : 10 + i % 3);
        }
        byte[] file = encoder.encode(128, 128, rgb);

        assertThat(file.length).isLessThan(rgb.length / 50);
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(file));
        assertThat(image.getRGB(63, 100)).isEqualTo(0xffc8c8c8);
        assertThat(image.getRGB(64, 100)).isEqualTo(0xff0a0b0c);
    }

    /** Rows are filtered each in its way where a picture is in part a drawing: flat ones not at all, noise by what is around it. */
    @Test
    void aPictureThatIsADrawingInPartsIsReadBack() throws IOException {
        byte[] rgb = new byte[64 * 64 * 3];
        new Random(5).nextBytes(rgb);
        Arrays.fill(rgb, 64 * 20 * 3, 64 * 44 * 3 + 90, (byte) 77);

        BufferedImage image = ImageIO.read(new ByteArrayInputStream(encoder.encode(64, 64, rgb)));

        assertThat(pixels(image)).isEqualTo(rgb);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a red circle\nNegative prompt: blur\nSteps: 20, Sampler: DDIM, CFG scale: 3, Seed: 7, Size: 64x64",
                "Kreis in Gelb-Grün, à côté",
                "красный круг 🟡 圆"
            })
    void parametersAreReadBack(String parameters) {
        PngChunk chunk = textChunk(encoder.encode(2, 2, new byte[12], parameters));

        assertThat(((PngChunkTextVar) chunk).getKey()).isEqualTo("parameters");
        assertThat(((PngChunkTextVar) chunk).getVal()).isEqualTo(parameters);
    }

    @ParameterizedTest
    @CsvSource({"plain, tEXt", "Grün, tEXt", "круг, iTXt"})
    void onlyTextBeyondLatin1TakesTheInternationalChunk(String parameters, String id) {
        assertThat(textChunk(encoder.encode(2, 2, new byte[12], parameters)).id).isEqualTo(id);
    }

    @Test
    void nulInTheTextDoesNotBreakTheFile() {
        PngChunk chunk = textChunk(encoder.encode(2, 2, new byte[12], "a\0b"));

        assertThat(((PngChunkTextVar) chunk).getVal()).isEqualTo("a b");
    }

    @Test
    void withoutParametersThereIsNoText() {
        assertThat(new String(encoder.encode(2, 2, new byte[12]), StandardCharsets.ISO_8859_1))
                .contains("IDAT")
                .doesNotContain("tEXt", "iTXt");
    }

    @Test
    void sameInputGivesSameBytes() {
        byte[] rgb = new byte[64 * 64 * 3];
        new Random(1).nextBytes(rgb);

        assertThat(encoder.encode(64, 64, rgb, "x")).isEqualTo(new PngEncoder().encode(64, 64, rgb, "x"));
    }

    @Test
    void bytesThatDoNotFillThePictureAreRefused() {
        assertThatThrownBy(() -> encoder.encode(2, 2, new byte[11], "x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a picture of 2x2 has 12 bytes, got 11");
    }

    private static byte[] pixels(BufferedImage image) {
        byte[] seen = new byte[image.getWidth() * image.getHeight() * 3];
        for (int i = 0; i < seen.length / 3; i++) {
            int pixel = image.getRGB(i % image.getWidth(), i / image.getWidth());
            seen[3 * i] = (byte) (pixel >> 16);
            seen[3 * i + 1] = (byte) (pixel >> 8);
            seen[3 * i + 2] = (byte) pixel;
        }
        return seen;
    }

    private static PngChunk textChunk(byte[] png) {
        PngReader reader = new PngReader(new ByteArrayInputStream(png));
        reader.readSkippingAllRows();
        List<PngChunk> chunks = reader.getChunksList().getChunks().stream()
                .filter(PngChunkTextVar.class::isInstance)
                .toList();
        assertThat(chunks).hasSize(1);
        return chunks.get(0);
    }
}
