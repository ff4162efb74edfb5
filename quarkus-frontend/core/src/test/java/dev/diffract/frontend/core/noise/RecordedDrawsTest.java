package dev.diffract.frontend.core.noise;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Compares a million draws with torch's; {@code tests/parity/record_noise.py} recorded their hashes. */
class RecordedDrawsTest {

    private static final int BLOCKS = 1000;
    private static final int DRAWS = 1000;
    private static final int HASH = 32;

    @Test
    void aMillionDrawsAreThoseOfTorch() throws IOException {
        byte[] recorded;
        try (InputStream in = getClass().getResourceAsStream("/vectors/noise-hashes.bin")) {
            recorded = in.readAllBytes();
        }
        assertThat(recorded).hasSize(BLOCKS * HASH);
        int[] wrong = IntStream.range(0, BLOCKS)
                .parallel()
                .filter(block ->
                        !Arrays.equals(hash(block), Arrays.copyOfRange(recorded, block * HASH, (block + 1) * HASH)))
                .toArray();
        assertThat(wrong).as("blocks of %d draws that differ", DRAWS).isEmpty();
    }

    private static byte[] hash(int block) {
        SplitMix source = new SplitMix(block);
        MessageDigest digest = digest();
        TorchGenerator generator = null;
        int left = 0;
        for (int i = 0; i < DRAWS; i++) {
            if (left == 0) {
                generator = TorchGenerator.seeded(source.next());
                left = 1 + source.below(8);
            }
            left--;
            TorchGenerator.Draw draw = generator.normal(size(source));
            ByteBuffer bytes =
                    ByteBuffer.allocate(draw.values().length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(draw.values());
            digest.update(bytes);
            generator = draw.next();
        }
        return digest.digest();
    }

    private static int size(SplitMix source) {
        int kind = source.below(100);
        if (kind < 45) {
            return source.below(16);
        }
        return kind < 95 ? 16 + source.below(64) : 80 + source.below(1000);
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /** The source of choices that the recording script has too. */
    private static final class SplitMix {
        private long state;

        private SplitMix(long seed) {
            state = seed;
        }

        private long next() {
            state += 0x9E3779B97F4A7C15L;
            long z = state;
            z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
            z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
            return z ^ z >>> 31;
        }

        private int below(int bound) {
            return (int) ((next() >>> 33) % bound);
        }
    }
}
