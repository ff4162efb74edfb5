package dev.diffract.frontend.core.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.diffract.frontend.core.Vectors;
import dev.diffract.frontend.core.noise.TorchGenerator;
import dev.diffract.repository.layout.SchedulerConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Compares with what diffusers computed; {@code tests/parity/record_samplers.py} recorded it. */
class SamplerParityTest {

    /** Of the largest value of the latents compared. */
    private static final float TOLERANCE = 1e-5f;

    private static final JsonNode TRAJECTORIES = Vectors.read("samplers.json");
    private static final JsonNode GRIDS = Vectors.read("sampler-grids.json");

    @TempDir
    Path directory;

    @TestFactory
    Stream<DynamicTest> everyStepIsThatOfDiffusers() {
        return elements(TRAJECTORIES.get("trajectories"))
                .map(recorded -> dynamicTest(name(recorded), () -> {
                    SchedulerConfig config = SchedulerConfigs.read(recorded.get("config"), directory);
                    Sampler sampler = sampler(recorded, config);
                    assertThat(timesteps(sampler)).containsExactly(Vectors.floats(recorded.get("timesteps")));
                    List<SamplerState> states =
                            run(sampler, TRAJECTORIES.get("seed").asLong());
                    assertThat(states).hasSize(recorded.get("states").size());
                    for (int i = 0; i < states.size(); i++) {
                        assertClose(
                                "state " + i,
                                states.get(i).latents(),
                                Vectors.floats(recorded.get("states").get(i)));
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> everyConfigurationEndsWhereDiffusersDoes() {
        return elements(GRIDS.get("runs"))
                .map(recorded -> dynamicTest(name(recorded), () -> {
                    SchedulerConfig config = config(recorded.get("config").asInt());
                    Sampler sampler = sampler(recorded, config);
                    assertThat(timesteps(sampler)).containsExactly(Vectors.floats(recorded.get("timesteps")));
                    List<SamplerState> states = run(sampler, GRIDS.get("seed").asLong());
                    assertClose(
                            "last state",
                            states.get(states.size() - 1).latents(),
                            Vectors.floats(recorded.get("last")));
                }));
    }

    @Test
    void noiseSchedulesAreThoseOfDiffusers() {
        for (int i = 0; i < GRIDS.get("configs").size(); i++) {
            NoiseSchedule schedule = NoiseSchedule.of(config(i));
            float[] alphas = new float[schedule.trainTimesteps()];
            for (int t = 0; t < alphas.length; t++) {
                alphas[t] = schedule.alphaCumprod(t);
            }
            assertThat(alphas)
                    .as("configuration %d", i)
                    .containsExactly(Vectors.floats(GRIDS.get("alphas_cumprod").get(i)));
        }
    }

    @TestFactory
    Stream<DynamicTest> aRunTakenUpAtAnyStepEndsInTheSameBits() {
        return Samplers.all().stream()
                .map(factory -> dynamicTest(factory.displayName(), () -> {
                    Sampler sampler = factory.create(SchedulerConfigs.stableDiffusion(), 12);
                    List<SamplerState> undisturbed = run(sampler, 7);
                    float[] end = undisturbed.get(undisturbed.size() - 1).latents();
                    for (SamplerState state : undisturbed) {
                        Sampler another = factory.create(SchedulerConfigs.stableDiffusion(), 12);
                        assertThat(finish(another, state).latents()).isEqualTo(end);
                    }
                }));
    }

    private SchedulerConfig config(int index) {
        return SchedulerConfigs.read(GRIDS.get("configs").get(index), directory);
    }

    private static Sampler sampler(JsonNode recorded, SchedulerConfig config) {
        SamplerFactory factory = Samplers.find(recorded.get("sampler").asText()).orElseThrow();
        return factory.create(config, recorded.get("steps").asInt());
    }

    private static List<SamplerState> run(Sampler sampler, long seed) {
        List<SamplerState> states = new ArrayList<>();
        SamplerState state = sampler.begin(TorchGenerator.seeded(seed), 64);
        states.add(state);
        while (!sampler.isDone(state)) {
            state = step(sampler, state);
            states.add(state);
        }
        return states;
    }

    private static SamplerState finish(Sampler sampler, SamplerState from) {
        SamplerState state = from;
        while (!sampler.isDone(state)) {
            state = step(sampler, state);
        }
        return state;
    }

    private static SamplerState step(Sampler sampler, SamplerState state) {
        return sampler.advance(state, model(sampler.modelInput(state), sampler.timestep(state.call())));
    }

    /** The formula of the recording script, in exactly rounded operations. */
    private static float[] model(float[] sample, float timestep) {
        float[] output = new float[sample.length];
        float shift = timestep * 0.0001f;
        for (int i = 0; i < output.length; i++) {
            output[i] = sample[i] * 0.5f + sample[(i + 1) % sample.length] * 0.25f - shift;
        }
        return output;
    }

    private static float[] timesteps(Sampler sampler) {
        float[] timesteps = new float[sampler.calls()];
        for (int call = 0; call < timesteps.length; call++) {
            timesteps[call] = sampler.timestep(call);
        }
        return timesteps;
    }

    private static void assertClose(String what, float[] actual, float[] expected) {
        float largest = 0;
        for (float value : expected) {
            largest = Math.max(largest, Math.abs(value));
        }
        assertThat(actual).as(what).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
            assertThat(Math.abs(actual[i] - expected[i]))
                    .as("%s, value %d", what, i)
                    .isLessThanOrEqualTo(TOLERANCE * largest);
        }
    }

    private static String name(JsonNode recorded) {
        JsonNode config = recorded.get("config");
        String configuration = config.isInt()
                ? "configuration " + config
                : config.get("prediction_type").asText();
        return recorded.get("sampler").asText() + ", " + configuration + ", " + recorded.get("steps") + " steps";
    }

    private static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
