package dev.diffract.frontend.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PngTextTest {

    private static final String KEYWORD = "parameters";

    private final PngText texts = new PngText();

    @ParameterizedTest
    @ValueSource(strings = {"Steps: 20", "caf\u00e9\nSteps: 20", "\u65e5\u672c \ud83d\ude42"})
    void findsWhatTheEncoderWrote(String text) throws Exception {
        byte[] file = new PngEncoder().encode(2, 2, new byte[12], text);
        assertThat(texts.find(file, KEYWORD)).contains(text);
        assertThat(texts.find(file, "other")).isEmpty();
    }

    @Test
    void findsCompressedTexts() throws Exception {
        byte[] latin = deflated("caf\u00e9".getBytes(StandardCharsets.ISO_8859_1));
        byte[] unicode = deflated("\u65e5\u672c".getBytes(StandardCharsets.UTF_8));
        assertThat(texts.find(png("zTXt", joined("parameters\0\0", latin)), KEYWORD))
                .contains("caf\u00e9");
        assertThat(texts.find(png("iTXt", joined("parameters\0\1\0de\0Angaben\0", unicode)), KEYWORD))
                .contains("\u65e5\u672c");
    }

    @Test
    void aTextThatUnfoldsWithoutEndIsRefused() throws Exception {
        byte[] bomb = joined("parameters\0\0", deflated(new byte[50_000_000]));
        assertThat(bomb.length).isLessThan(100_000);
        assertThatThrownBy(() -> texts.find(png("zTXt", bomb), KEYWORD))
                .isInstanceOf(UnreadableImageException.class)
                .hasMessage("may have texts of 131072 bytes at most");
    }

    @Test
    void everyBrokenFileIsRefusedOrReadWithoutOtherErrors() throws Exception {
        byte[] file = new PngEncoder().encode(4, 4, new byte[48], "Steps: 20, Seed: 1");
        for (int length = 0; length < file.length - 12; length++) {
            byte[] cut = Arrays.copyOf(file, length);
            if (length < 8) {
                assertThatThrownBy(() -> texts.find(cut, KEYWORD)).hasMessage("must be a PNG file");
            } else {
                assertThatThrownBy(() -> texts.find(cut, "other")).hasMessage("is a broken PNG file");
            }
        }
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 2000; i++) {
            byte[] changed = file.clone();
            changed[8 + random.nextInt(file.length - 8)] ^= (byte) (1 + random.nextInt(255));
            try {
                assertThat(texts.find(changed, KEYWORD)).as("seed %d", seed).isNotNull();
            } catch (UnreadableImageException refused) {
                assertThat(refused).as("seed %d", seed).hasMessage("is a broken PNG file");
            }
        }
    }

    private static byte[] png(String name, byte[] data) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
        write(file, name, data);
        write(file, "IEND", new byte[0]);
        return file.toByteArray();
    }

    private static void write(ByteArrayOutputStream file, String name, byte[] data) throws IOException {
        byte[] named = joined(name, data);
        CRC32 sum = new CRC32();
        sum.update(named);
        file.write(ByteBuffer.allocate(Integer.BYTES).putInt(data.length).array());
        file.write(named);
        file.write(
                ByteBuffer.allocate(Integer.BYTES).putInt((int) sum.getValue()).array());
    }

    private static byte[] joined(String head, byte[] tail) {
        byte[] start = head.getBytes(StandardCharsets.ISO_8859_1);
        byte[] all = Arrays.copyOf(start, start.length + tail.length);
        System.arraycopy(tail, 0, all, start.length, tail.length);
        return all;
    }

    private static byte[] deflated(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(out)) {
            deflater.write(bytes);
        }
        return out.toByteArray();
    }
}
