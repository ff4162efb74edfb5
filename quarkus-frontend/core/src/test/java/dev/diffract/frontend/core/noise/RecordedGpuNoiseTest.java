package dev.diffract.frontend.core.noise;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.diffract.frontend.core.Vectors;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Compares with what AUTOMATIC1111's own files draw as the numbers of a GPU; {@code tests/parity/record_web_ui_noise.py} recorded it. */
class RecordedGpuNoiseTest {

    /** The original takes logarithm, root and sine in double precision, and a GPU, like this program, in single precision. */
    private static final Offset<Float> CLOSE = Offset.offset(2e-6f);

    private final JsonNode recorded = Vectors.read("web-ui-noise.json.gz");

    @Test
    void everyDrawIsThatOfTheOriginal() {
        assertThat(recorded.get("draws").size()).isEqualTo(24);
        for (JsonNode draws : recorded.get("draws")) {
            compare(seeded(draws.get("seed")), draws.get("values"), "seed " + draws.get("seed"));
        }
    }

    /** The first, which is turned where there is a variation, and those of the steps, which are not. */
    @Test
    void aPicturesDrawsAreThoseOfTheOriginal() {
        assertThat(recorded.get("images").size()).isEqualTo(32);
        for (JsonNode image : recorded.get("images")) {
            TorchGenerator turned = seeded(image.get("seed"))
                    .towards(
                            seeded(image.get("subseed")),
                            image.get("strength").asDouble(),
                            image.get("shape").get(1).asInt(),
                            image.get("shape").get(2).asInt());
            compare(
                    turned,
                    image.get("values"),
                    "%s of %s towards %s".formatted(image.get("strength"), image.get("seed"), image.get("subseed")));
        }
    }

    @Test
    void everyIncrementOfABrownianTreeIsThatOfTheOriginal() {
        assertThat(recorded.get("increments").size()).isEqualTo(60);
        for (JsonNode asked : recorded.get("increments")) {
            float from = (float) asked.get("from").asDouble();
            float to = (float) asked.get("to").asDouble();
            float[] expected = Vectors.floats(asked.get("values"));
            float[] values = new BrownianTree(
                            TorchGenerator::seededOnGpu,
                            asked.get("seed").asLong(),
                            asked.get("low").asDouble(),
                            asked.get("high").asDouble())
                    .increment(to, from, expected.length);
            for (int i = 0; i < values.length; i++) {
                values[i] *= (float) (-1 / Math.sqrt(from - to));
            }
            assertThat(values)
                    .as("seed %s from %s to %s", asked.get("seed"), from, to)
                    .containsExactly(expected, CLOSE);
        }
    }

    private static void compare(TorchGenerator generator, JsonNode draws, String name) {
        TorchGenerator next = generator;
        for (JsonNode draw : draws) {
            float[] expected = Vectors.floats(draw);
            TorchGenerator.Draw drawn = next.normal(expected.length);
            assertThat(drawn.values()).as(name).containsExactly(expected, CLOSE);
            next = drawn.next();
        }
    }

    private static TorchGenerator seeded(JsonNode seed) {
        return TorchGenerator.seededOnGpu(Long.parseUnsignedLong(seed.asText()));
    }
}
