package dev.diffract.frontend.core.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diffract.frontend.core.noise.TorchGenerator.Draw;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The hashes are SHA-256 over the float32 little-endian bytes of torch 2.13 on x86-64. */
class TorchGeneratorTest {

    @Test
    void theEngineIsMersenneTwister() {
        MersenneTwister engine = MersenneTwister.seeded(42);
        assertThat(new int[] {engine.next(), engine.next(), engine.next(), engine.next(), engine.next()})
                .containsExactly(1608637542, (int) 3421126067L, (int) 4083286876L, 787846414, (int) 3143890026L);
    }

    @Test
    void drawsFewValuesInDoublePrecision() {
        assertThat(draw(0, 4)).containsExactly(1.54099607f, -0.293428898f, -2.17878938f, 0.568431258f);
        assertThat(draw(42, 4)).containsExactly(0.336690366f, 0.128809407f, 0.234462366f, 0.23033303f);
    }

    @Test
    void drawsLatentsAndGoesOnWithTheSecondPicture() {
        Draw first = TorchGenerator.seeded(0).normal(16384);
        assertThat(Arrays.copyOf(first.values(), 8))
                .containsExactly(
                        -1.12583983f,
                        -1.1523602f,
                        -0.250578582f,
                        -0.433878809f,
                        0.848710358f,
                        0.692009151f,
                        -0.31601277f,
                        -2.11521935f);
        assertThat(Arrays.copyOfRange(first.values(), 16380, 16384))
                .containsExactly(-1.04071403f, 0.0907838792f, -1.36646974f, -1.07820797f);
        assertThat(Arrays.copyOf(first.next().normal(16384).values(), 4))
                .containsExactly(-0.551836073f, 1.53980732f, 1.00355875f, -0.794789433f);
    }

    @Test
    void drawsLatentsOfSeed42AndGoesOn() {
        Draw first = TorchGenerator.seeded(42).normal(16384);
        assertThat(Arrays.copyOf(first.values(), 8))
                .containsExactly(
                        1.92691529f,
                        1.48728406f,
                        0.900717199f,
                        -2.10552096f,
                        0.678418458f,
                        -1.23454487f,
                        -0.0430674776f,
                        -1.60466695f);
        assertThat(Arrays.copyOfRange(first.values(), 16380, 16384))
                .containsExactly(-0.811143816f, -0.635750473f, 0.972809732f, -0.293406099f);
        assertThat(Arrays.copyOf(first.next().normal(16384).values(), 4))
                .containsExactly(-1.30465865f, 1.45070338f, 0.244279966f, -0.279889643f);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 15, feb39d97c8afee245f21d052413d07b2de3a4973c2085d7ed18ba5070e9c7a28",
        "0, 100, 438630ac9c044e48e61cc1e305357cc42685f4b10b1be31bec0c96a335f4c2ab",
        "0, 16384, 24efac55b39e95b2d74d8fb5b3a8e8a8e808bd04129f260c4cdbb225bb952a4d",
        "1, 16384, e3a63ffe8c41d8927973056980b6ef12e997f569ac35a6080304961709402cb4",
        "42, 15, 8db9a5331024e1ef6641fb105e2cef40e44a0fc808368674795ee3b09096fe02",
        "42, 100, 6cf7236205c5dc8d364395645d540c46afd7b7fb6fae49cdc6fa67f7830e8fd3",
        "42, 16384, e97f3de04c7c6ba86354db4402b91d4402ede9c72aabed29a96dd7d635a798ba",
        "123456789, 16384, 38af08f999c47c162e3c2a4277a9f049826e4f70e5753e8382a54d91f3131510",
        "4294967295, 16384, 9cd9e22a6fa43e2b77ccdaca07858b02451d0474e0b37ed5ea74c80ec1ac44bc",
        "3, 16777216, 4cddd93900712bb193403b7b7e90667e2478a18ac698aeff0e22bed82e493fe0",
    })
    void matchesTorchToTheLastBit(long seed, int count, String sha256) {
        assertThat(sha256(draw(seed, count))).isEqualTo(sha256);
    }

    @Test
    void matchesTorchForTwentyThousandSeeds() {
        MessageDigest digest = digest();
        for (int seed = 0; seed < 20_000; seed++) {
            digest.update(bytes(draw(seed, 15)));
        }
        assertThat(HexFormat.of().formatHex(digest.digest()))
                .isEqualTo("e68c5cfac95856fa42f0edb8996a1aba7573bb75644202ca33e6e94242910e7e");
    }

    @Test
    void keepsTheSecondNormalOfAPairAcrossCalls() {
        int[] counts = {3, 16, 3, 1, 33, 1};
        String[] hashes = {
            "dee00cb66e148bb0b44b8eb4f381cd76080eb4ef988dba7adab79f213056450e",
            "f09cb409e054f4beb9fd4fc1e1c7998f376bcaaa20c5b1fd23ea96e7154cd37a",
            "1a4faefde48b80f8c74c54528d93f721bc5d2d4268288e294d6d436d1bab3ae0",
            "c284e987af8712806556c57627fc4a6041dba10c79b7696fdc75f3ee528f1065",
            "6bd1f7b30a2eea5c5a0f34bfaff0587cbf71ec9618e7d7ec8b4e822c77a36899",
            "4abdba2c28ac83404085afe7171262ae99ad34a568e2ca154aaee81489ede5cb"
        };
        TorchGenerator generator = TorchGenerator.seeded(7);
        for (int i = 0; i < counts.length; i++) {
            Draw draw = generator.normal(counts[i]);
            assertThat(sha256(draw.values())).as("call %d", i).isEqualTo(hashes[i]);
            generator = draw.next();
        }
    }

    @Test
    void onlyTheLowBitsOfASeedCount() {
        assertThat(draw((1L << 32) + 5, 20)).isEqualTo(draw(5, 20));
        assertThat(draw(-1, 20)).isEqualTo(draw(Long.MAX_VALUE, 20));
    }

    @Test
    void drawingDoesNotChangeAGenerator() {
        TorchGenerator generator = TorchGenerator.seeded(9);
        assertThat(generator.normal(40).values()).isEqualTo(generator.normal(40).values());
        assertThat(generator.normal(3).values()).isEqualTo(generator.normal(3).values());
    }

    @Test
    void everyKindComesBackFromBytes() {
        TorchGenerator gpu = TorchGenerator.seededOnGpu(5).normal(16).next();
        for (TorchGenerator generator : new TorchGenerator[] {
            TorchGenerator.seeded(5).normal(3).next(),
            gpu,
            TorchGenerator.seeded(6).towards(gpu, 0.25, 4, 4)
        }) {
            ByteBuffer bytes = ByteBuffer.allocate(generator.byteCount());
            generator.put(bytes);
            assertThat(bytes.hasRemaining()).isFalse();
            TorchGenerator restored = TorchGenerator.get(bytes.flip());
            assertThat(restored.normal(32).values())
                    .isEqualTo(generator.normal(32).values());
        }
    }

    @Test
    void aGeneratorOfAnotherKindIsRefused() {
        assertThatThrownBy(() -> TorchGenerator.get(ByteBuffer.wrap(new byte[] {7})))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no generator of kind 7");
    }

    private static float[] draw(long seed, int count) {
        return TorchGenerator.seeded(seed).normal(count).values();
    }

    private static String sha256(float[] values) {
        return HexFormat.of().formatHex(digest().digest(bytes(values)));
    }

    private static byte[] bytes(float[] values) {
        ByteBuffer buffer = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        buffer.asFloatBuffer().put(values);
        return buffer.array();
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
