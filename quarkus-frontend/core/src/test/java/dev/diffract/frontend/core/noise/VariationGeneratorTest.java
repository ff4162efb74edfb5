package dev.diffract.frontend.core.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.diffract.frontend.core.Vectors;
import java.nio.ByteBuffer;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** {@code tests/parity/record_noise.py} recorded the vectors. */
class VariationGeneratorTest {

    @Test
    void turnsEveryColumnTowardsTheOtherDraw() {
        JsonNode variations = Vectors.read("variations.json").get("variations");
        assertThat(variations).hasSize(36);
        for (JsonNode variation : variations) {
            float[] expected = Vectors.floats(variation.get("values"));
            float[] values = generator(
                            variation.get("seed").asLong(),
                            variation.get("subseed").asLong(),
                            variation.get("strength").asDouble(),
                            variation.get("shape").get(1).asInt(),
                            variation.get("shape").get(2).asInt())
                    .normal(expected.length)
                    .values();
            for (int i = 0; i < expected.length; i++) {
                assertThat(values[i]).as("%s, value %d", variation, i).isCloseTo(expected[i], Offset.offset(2e-6f));
            }
        }
    }

    @Test
    void goesOnAsTheFirstGenerator() {
        TorchGenerator first = TorchGenerator.seeded(1);
        assertThat(generator(1, 2, 0.3, 8, 8).normal(256).next().normal(256).values())
                .isEqualTo(first.normal(256).next().normal(256).values());
    }

    @Test
    void refusesADrawThatIsNoLatent() {
        assertThatThrownBy(() -> generator(1, 2, 0.3, 8, 8).normal(100))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a draw of 100 values is not made of channels of 8x8");
    }

    private static TorchGenerator generator(long seed, long subseed, double strength, int height, int width) {
        return TorchGenerator.seeded(seed).towards(TorchGenerator.seeded(subseed), strength, height, width);
    }

    /** Bytes of variations within variations, as deep as somebody likes. */
    @Test
    void aVariationOfVariationsIsNotRead() {
        ByteBuffer nested = ByteBuffer.allocate(1 << 20);
        while (nested.remaining() > 13) {
            nested.put((byte) 2).putFloat(0.5f).putInt(1).putInt(1);
        }
        assertThatThrownBy(() -> TorchGenerator.get(nested.flip()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a variation lies between two generators that are none");
    }
}
