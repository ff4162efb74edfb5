package dev.diffract.frontend.core.sampling.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.diffract.frontend.core.Vectors;
import dev.diffract.frontend.core.sampling.StepNoise;
import dev.diffract.frontend.core.sampling.schedule.AlphaGrid;
import dev.diffract.frontend.core.sampling.schedule.Beginning;
import dev.diffract.frontend.core.sampling.schedule.NoiseSchedule;
import dev.diffract.frontend.core.sampling.schedule.RunSettings;
import dev.diffract.frontend.core.sampling.schedule.SamplerOptions;
import dev.diffract.frontend.core.sampling.schedule.SigmaGrid;
import dev.diffract.frontend.core.sampling.schedule.SigmaSchedule;
import dev.diffract.frontend.core.sampling.schedule.TimestepSpacing;
import dev.diffract.repository.layout.SchedulerConfig;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The grids of AUTOMATIC1111's web UI, for many numbers of steps; {@code tests/parity/record_web_ui.py} ran them. */
class WebUiGridsTest {

    /** Of a σ: some last bits of logarithms and powers. */
    private static final double TOLERANCE = 3e-6;

    private static final SamplerOptions ORIGINAL = new SamplerOptions(
            OptionalDouble.empty(), Optional.of(TimestepSpacing.ORIGINAL), Optional.empty(), Optional.empty());

    private static final JsonNode RECORDED = Vectors.read("sampler-web-ui-grids.json.gz");

    private static final JsonNode RESCALED = Vectors.read("sampler-web-ui-zero-snr.json.gz");

    @TempDir
    Path directory;

    /** To the bit: what they are made of is computed in double precision there. */
    @Test
    void theNoiseScheduleIsThatOfTheOriginal() {
        assertNoiseSchedule(RECORDED, false);
        assertNoiseSchedule(RESCALED, true);
    }

    private void assertNoiseSchedule(JsonNode recorded, boolean rescaled) {
        NoiseSchedule schedule =
                NoiseSchedule.original(SchedulerConfigs.read(recorded.get("config"), directory), rescaled);
        float[] alphas = new float[schedule.trainTimesteps()];
        for (int t = 0; t < alphas.length; t++) {
            alphas[t] = schedule.alphaCumprod(t);
        }
        assertThat(alphas).containsExactly(Vectors.floats(recorded.get("alphas_cumprod")));
    }

    @TestFactory
    Stream<DynamicTest> everySigmaIsThatOfTheOriginal() {
        SchedulerConfig config = SchedulerConfigs.read(RECORDED.get("config"), directory);
        return grids("sigmas")
                .map(recorded -> DynamicTest.dynamicTest(name(recorded), () -> {
                    SigmaGrid grid = grid(recorded, config);
                    float[] expected = Vectors.floats(recorded.get("sigmas"));
                    assertThat(grid.steps()).isEqualTo(expected.length - 1);
                    for (int i = 0; i < expected.length; i++) {
                        assertThat((double) grid.sigma(i))
                                .as("σ %d", i)
                                .isCloseTo(expected[i], within(TOLERANCE * expected[i]));
                    }
                }));
    }

    /** The first of them is where a run ends, so that there is nothing to run with one. */
    @TestFactory
    Stream<DynamicTest> everyTimestepIsThatOfTheOriginal() {
        SchedulerConfig config = SchedulerConfigs.read(RECORDED.get("config"), directory);
        return grids("timesteps")
                .filter(recorded -> recorded.get("steps").asInt() > 1)
                .map(recorded -> DynamicTest.dynamicTest(name(recorded), () -> {
                    AlphaGrid grid = AlphaGrid.spaced(run(recorded, config, SigmaSchedule.AUTOMATIC), false);
                    float[] rising = Vectors.floats(recorded.get("timesteps"));
                    float[] steps = new float[grid.steps() + 1];
                    for (int step = 0; step < grid.steps(); step++) {
                        steps[grid.steps() - step] = grid.timestep(step);
                    }
                    steps[0] = grid.below(grid.timestep(grid.steps() - 1));
                    assertThat(steps).containsExactly(rising);
                }));
    }

    /** The original leaves it to the last bit of a logarithm, which is the processor's. */
    @Test
    void halfwayBetweenTwoTimestepsOfADistillationTheLowerIsAsked() {
        SchedulerConfig config = SchedulerConfigs.read(RECORDED.get("config"), directory);
        SigmaGrid grid = SigmaGrid.ofDistilled(
                new RunSettings(config, 5, SigmaSchedule.UNIFORM, ORIGINAL, StepNoise.OF_PICTURE, Beginning.OF_NOISE));
        assertThat(grid.timestep(2)).isEqualTo(499); // of 499 and 519
    }

    private static SigmaGrid grid(JsonNode recorded, SchedulerConfig config) {
        RunSettings run = run(
                recorded,
                config,
                SigmaSchedule.find(recorded.get("schedule").asText()).orElseThrow());
        return switch (recorded.get("sampler").asText()) {
            case "Euler" -> SigmaGrid.ofPoints(run);
            case "DPM2" -> SigmaGrid.ofPointsButTheLast(run, false);
            case "LCM" -> SigmaGrid.ofDistilled(run);
            default -> throw new IllegalArgumentException(name(recorded));
        };
    }

    private static RunSettings run(JsonNode recorded, SchedulerConfig config, SigmaSchedule schedule) {
        return new RunSettings(
                config, recorded.get("steps").asInt(), schedule, ORIGINAL, StepNoise.OF_PICTURE, Beginning.OF_NOISE);
    }

    private static Stream<JsonNode> grids(String field) {
        return StreamSupport.stream(RECORDED.get("grids").spliterator(), false).filter(recorded -> recorded.has(field));
    }

    private static String name(JsonNode recorded) {
        return recorded.get("sampler").asText() + ", "
                + recorded.get("schedule").asText() + ", "
                + recorded.get("steps") + " steps";
    }
}
