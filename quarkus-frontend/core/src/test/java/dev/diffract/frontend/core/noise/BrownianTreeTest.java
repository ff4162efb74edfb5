package dev.diffract.frontend.core.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.diffract.frontend.core.Vectors;
import org.junit.jupiter.api.Test;

/** Compares with torchsde's tree; {@code tests/parity/record_brownian.py} recorded it. */
class BrownianTreeTest {

    private static final double TOLERANCE = 1e-6;
    private static final float LOW = 0.029167533f;
    private static final float HIGH = 14.614641f;

    @Test
    void everyIncrementIsThatOfTorchsde() {
        JsonNode draws = Vectors.read("brownian.json.gz").get("draws");
        assertThat(draws.size()).isGreaterThan(300);
        double largest = 0;
        for (JsonNode draw : draws) {
            float[] expected = Vectors.floats(draw.get("values"));
            float from = (float) draw.get("from").asDouble();
            float to = (float) draw.get("to").asDouble();
            BrownianTree tree = new BrownianTree(
                    TorchGenerator::seeded,
                    draw.get("seed").asLong(),
                    draw.get("low").asDouble(),
                    draw.get("high").asDouble());
            float[] increment = tree.increment(to, from, expected.length);
            double deviation = Math.sqrt(from - to);
            for (int i = 0; i < expected.length; i++) {
                double difference = Math.abs(-increment[i] / deviation - expected[i]);
                assertThat(difference)
                        .as("value %d of %s", i, draw)
                        .isLessThanOrEqualTo(TOLERANCE * Math.max(1, Math.abs(expected[i])));
                largest = Math.max(largest, difference);
            }
        }
        System.getLogger("brownian").log(System.Logger.Level.INFO, "largest difference " + largest);
    }

    @Test
    void theStepsOfARunAddUpToTheWholePath() {
        BrownianTree tree = new BrownianTree(TorchGenerator::seededOnGpu, 7, LOW, HIGH);
        float[] whole = tree.increment(LOW, HIGH, 20);
        float[] low = tree.increment(LOW, 1.5f, 20);
        float[] high = tree.increment(1.5f, HIGH, 20);
        for (int i = 0; i < whole.length; i++) {
            assertThat(low[i] + high[i]).isCloseTo(whole[i], within(1e-5f));
        }
    }

    @Test
    void beyondItsEndsAndWhereItIsNotToldApartThePathStandsStill() {
        BrownianTree tree = new BrownianTree(TorchGenerator::seeded, 7, LOW, HIGH);
        assertThat(tree.increment(0, LOW, 3)).containsExactly(0, 0, 0);
        assertThat(tree.increment(HIGH, 20, 3)).containsExactly(0, 0, 0);
        assertThat(tree.increment(1.0000001, 1.0000002, 3)).containsExactly(0, 0, 0);
        assertThat(tree.increment(0, 20, 3)).isEqualTo(tree.increment(LOW, HIGH, 3));
    }

    @Test
    void aPathDoesNotEndBeforeItsStart() {
        assertThatThrownBy(() -> new BrownianTree(TorchGenerator::seeded, 7, 2, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a path must not end at 1.0, before its start at 2.0");
    }
}
