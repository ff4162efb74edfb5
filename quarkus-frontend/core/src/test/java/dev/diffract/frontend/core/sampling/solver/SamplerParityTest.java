package dev.diffract.frontend.core.sampling.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.diffract.frontend.core.Vectors;
import dev.diffract.frontend.core.noise.TorchGenerator;
import dev.diffract.frontend.core.sampling.Sampler;
import dev.diffract.frontend.core.sampling.SamplerState;
import dev.diffract.frontend.core.sampling.StepNoise;
import dev.diffract.frontend.core.sampling.TreeNoise;
import dev.diffract.frontend.core.sampling.schedule.Beginning;
import dev.diffract.frontend.core.sampling.schedule.NoiseSchedule;
import dev.diffract.frontend.core.sampling.schedule.SamplerOptions;
import dev.diffract.frontend.core.sampling.schedule.SigmaSchedule;
import dev.diffract.frontend.core.sampling.schedule.SolverChoice;
import dev.diffract.frontend.core.sampling.schedule.TimestepSpacing;
import dev.diffract.repository.layout.SchedulerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Compares with what diffusers, k-diffusion and AUTOMATIC1111's web UI computed; {@code tests/parity/record_samplers.py}, {@code
 * record_schedules.py}, {@code record_web_ui.py} and others recorded it. Leaves the largest differences in {@code target/sampler-parity.md}.
 */
class SamplerParityTest {

    /** Of a timestep between those of the training: 1e-5 of their number. */
    private static final float TIMESTEP_TOLERANCE = 1e-2f;

    private static final JsonNode TRAJECTORIES = Vectors.read("samplers.json.gz");
    private static final JsonNode OF_SCHEDULES = Vectors.read("sampler-schedules.json.gz");
    private static final JsonNode DPM_SOLVER = Vectors.read("sampler-dpm-solver.json.gz");
    private static final JsonNode CFG_PLUS_PLUS = Vectors.read("sampler-cfg-plus-plus.json.gz");
    private static final JsonNode WEB_UI = Vectors.read("sampler-web-ui.json.gz");
    private static final JsonNode WEB_UI_ZERO_SNR = Vectors.read("sampler-web-ui-zero-snr.json.gz");
    private static final JsonNode ZERO_SNR = Vectors.read("zero-snr-runs.json.gz");
    private static final JsonNode GRIDS = Vectors.read("sampler-grids.json.gz");
    private static final ParityReport REPORT = new ParityReport();

    @TempDir
    Path directory;

    @TestFactory
    Stream<DynamicTest> everyStepIsThatOfTheReference() {
        return trajectories()
                .map(recorded -> dynamicTest(name(recorded), () -> {
                    Sampler sampler = sampler(recorded, SchedulerConfigs.read(recorded.get("config"), directory));
                    List<SamplerState> states = run(sampler, TRAJECTORIES);
                    assertTimesteps(Runs.timesteps(sampler, states), recorded);
                    float[] expected = Vectors.floats(recorded.get("states"));
                    int size = states.get(0).latents().length;
                    assertThat(states.size() * size).as("values recorded").isEqualTo(expected.length);
                    double tolerance = ParityTolerance.of(recorded);
                    double largest = 0;
                    for (int i = 0; i < states.size(); i++) {
                        float[] state = Arrays.copyOfRange(expected, i * size, (i + 1) * size);
                        largest = Math.max(
                                largest, assertClose("state " + i, states.get(i).latents(), state, tolerance));
                    }
                    REPORT.add(recorded, states.size(), largest);
                }));
    }

    private static Stream<JsonNode> trajectories() {
        return Stream.of(TRAJECTORIES, OF_SCHEDULES, DPM_SOLVER, CFG_PLUS_PLUS, WEB_UI, WEB_UI_ZERO_SNR, ZERO_SNR)
                .flatMap(document -> elements(document.get("trajectories")));
    }

    /** The noise is not the recorded one but that of a tree of ours. */
    @TestFactory
    Stream<DynamicTest> runsAlongABrownianTreeEndWhereTheReferenceDoes() {
        long seed = TRAJECTORIES.get("seed").asLong();
        return trajectories()
                .filter(recorded -> recorded.has("noise"))
                .map(recorded -> dynamicTest(name(recorded), () -> {
                    SchedulerConfig config = SchedulerConfigs.read(recorded.get("config"), directory);
                    StepNoise noise = new TreeNoise(TorchGenerator::seeded, seed);
                    float[] last = Runs.last(run(sampler(recorded, config, noise), TRAJECTORIES))
                            .latents();
                    float[] expected = Vectors.floats(recorded.get("states"));
                    assertClose(
                            "last state",
                            last,
                            Arrays.copyOfRange(expected, expected.length - last.length, expected.length),
                            ParityTolerance.alongTree(recorded));
                }));
    }

    @TestFactory
    Stream<DynamicTest> everyConfigurationEndsWhereTheReferenceDoes() {
        return elements(GRIDS.get("runs"))
                .map(recorded -> dynamicTest(name(recorded), () -> {
                    Sampler sampler =
                            sampler(recorded, config(recorded.get("config").asInt()));
                    assertTimesteps(Runs.timesteps(sampler), recorded);
                    float[] last = Runs.last(run(sampler, GRIDS)).latents();
                    if (recorded.get("last").isNull()) { // the reference divides by zero or takes the root of less
                        assertFinite("last state", last);
                    } else {
                        double roundings =
                                Math.max(1, recorded.get("steps").asInt() / 30.0); // they add up in long runs
                        assertClose(
                                "last state",
                                last,
                                Vectors.floats(recorded.get("last")),
                                ParityTolerance.USUAL * roundings);
                    }
                }));
    }

    @Test
    void noiseSchedulesAreThoseOfDiffusers() {
        for (int i = 0; i < GRIDS.get("configs").size(); i++) {
            NoiseSchedule schedule = NoiseSchedule.of(config(i), config(i).rescaleZeroSnr());
            float[] alphas = new float[schedule.trainTimesteps()];
            for (int t = 0; t < alphas.length; t++) {
                alphas[t] = schedule.alphaCumprod(t);
            }
            assertThat(alphas)
                    .as("configuration %d", i)
                    .containsExactly(Vectors.floats(GRIDS.get("alphas_cumprod").get(i)));
        }
    }

    @Test
    void everySamplerIsCompared() {
        List<String> compared = trajectories()
                .map(recorded -> recorded.get("sampler").asText())
                .distinct()
                .toList();
        assertThat(compared)
                .containsExactlyInAnyOrderElementsOf(Samplers.all().stream()
                        .map(SamplerFactory::infotextName)
                        .distinct()
                        .toList());
    }

    @Test
    void everyScheduleIsComparedWithEverySamplerThatHasSchedules() {
        List<String> compared = trajectories()
                .map(recorded -> recorded.get("sampler").asText() + ", "
                        + recorded.get("schedule").asText())
                .distinct()
                .toList();
        assertThat(compared)
                .containsAll(Samplers.all().stream()
                        .filter(SamplerFactory::takesSchedules)
                        .flatMap(sampler -> Stream.of(SigmaSchedule.values())
                                .filter(schedule -> schedule != SigmaSchedule.AUTOMATIC)
                                .map(schedule -> sampler.infotextName() + ", " + schedule.label()))
                        .distinct()
                        .toList());
    }

    @AfterAll
    static void report() throws IOException {
        Files.writeString(Path.of("target", "sampler-parity.md"), REPORT.table());
        System.getLogger("sampler-parity").log(System.Logger.Level.INFO, "\n" + REPORT.table());
    }

    private SchedulerConfig config(int index) {
        return SchedulerConfigs.read(GRIDS.get("configs").get(index), directory);
    }

    private static Sampler sampler(JsonNode recorded, SchedulerConfig config) {
        return sampler(recorded, config, recorded.has("noise") ? recordedNoise(recorded) : StepNoise.OF_PICTURE);
    }

    private static Sampler sampler(JsonNode recorded, SchedulerConfig config, StepNoise noise) {
        SamplerFactory factory = Samplers.find(recorded.get("sampler").asText()).orElseThrow();
        Optional<TimestepSpacing> spacing =
                recorded.has("original") ? Optional.of(TimestepSpacing.ORIGINAL) : Optional.empty();
        if (factory.takesSchedules(spacing)) {
            factory = factory.with(
                    SigmaSchedule.find(recorded.get("schedule").asText()).orElseThrow());
        }
        SamplerOptions options = new SamplerOptions(
                recorded.has("eta") ? OptionalDouble.of(recorded.get("eta").asDouble()) : OptionalDouble.empty(),
                spacing,
                Optional.empty(),
                recorded.has("rescaled") ? Optional.of(true) : Optional.empty(),
                Optional.empty(),
                new SolverChoice(
                        recorded.has("order")
                                ? OptionalInt.of(recorded.get("order").asInt())
                                : OptionalInt.empty(),
                        Optional.empty()));
        int start = recorded.path("start").asInt(0);
        Beginning beginning = start == 0 ? Beginning.OF_NOISE : Beginning.ofPicture(start);
        return factory.create(config, recorded.get("steps").asInt(), options, noise, beginning);
    }

    /** The reference's own: one draw for every call from the first that draws on. */
    private static StepNoise recordedNoise(JsonNode recorded) {
        float[] values = Vectors.floats(recorded.get("noise"));
        return state -> {
            int size = state.latents().length;
            float[] drawn = Arrays.copyOfRange(values, state.call() * size, (state.call() + 1) * size);
            return new TorchGenerator.Draw(drawn, state.noise());
        };
    }

    private static List<SamplerState> run(Sampler sampler, JsonNode document) {
        int size = 1;
        for (JsonNode side : document.get("shape")) {
            size *= side.asInt();
        }
        return Runs.run(sampler, document.get("seed").asLong(), size);
    }

    private static void assertTimesteps(float[] actual, JsonNode recorded) {
        float[] expected = Vectors.floats(recorded.get("timesteps"));
        assertThat(actual).as("timesteps").hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
            float tolerance =
                    expected[i] == Math.rint(expected[i]) && actual[i] == Math.rint(actual[i]) ? 0 : TIMESTEP_TOLERANCE;
            assertThat(Math.abs(actual[i] - expected[i]))
                    .as("timestep %d: %s, expected %s", i, actual[i], expected[i])
                    .isLessThanOrEqualTo(tolerance);
        }
    }

    /** The largest difference, relative to the largest value. */
    private static double assertClose(String what, float[] actual, float[] expected, double tolerance) {
        assertThat(actual).as(what).hasSameSizeAs(expected);
        assertFinite(what, actual);
        double largest = 0;
        double difference = 0;
        for (int i = 0; i < expected.length; i++) {
            largest = Math.max(largest, Math.abs(expected[i]));
            difference = Math.max(difference, Math.abs((double) actual[i] - expected[i]));
        }
        assertThat(difference / largest).as("relative difference in %s", what).isLessThanOrEqualTo(tolerance);
        return difference / largest;
    }

    private static void assertFinite(String what, float[] values) {
        for (int i = 0; i < values.length; i++) {
            assertThat(Float.isFinite(values[i]))
                    .as("%s, value %d is finite", what, i)
                    .isTrue();
        }
    }

    private static String name(JsonNode recorded) {
        return recorded.get("sampler").asText() + ", "
                + recorded.get("schedule").asText() + ", "
                + recorded.get("config") + ", " + recorded.get("steps") + " steps"
                + (recorded.has("rescaled") ? ", rescaled" : "")
                + (recorded.has("eta") ? ", eta " + recorded.get("eta") : "")
                + (recorded.has("start") ? ", from step " + recorded.get("start") : "")
                + (recorded.has("noise") ? ", recorded noise" : "");
    }

    private static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
