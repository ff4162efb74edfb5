package dev.diffract.frontend.core.sampling.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diffract.frontend.core.noise.TorchGenerator;
import dev.diffract.frontend.core.sampling.Sampler;
import dev.diffract.frontend.core.sampling.SamplerState;
import dev.diffract.frontend.core.sampling.schedule.SamplerOptions;
import dev.diffract.frontend.core.sampling.schedule.TimestepSpacing;
import dev.diffract.repository.layout.SchedulerConfig;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs that leave out their first steps, for pictures that do not begin as noise. */
class SamplerStartTest {

    private static final SchedulerConfig CONFIG = SchedulerConfigs.stableDiffusion();
    private static final int STEPS = 9;
    private static final Set<String> ON_THEIR_OWN_WAY = Set.of("DPM fast", "DPM adaptive");

    /** Without memory of earlier steps, what is left of a run does not know that anything was left out. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "DDIM",
                "DDIM CFG++",
                "DDPM",
                "Euler",
                "Euler a",
                "Heun",
                "DPM2",
                "DPM2 a",
                "DPM++ 2S a",
                "LCM",
                "TCD"
            })
    void aRunOfTheRestGoesOnAsTheWholeRunDoes(String name) {
        Sampler whole = sampler(name, 0);
        int callsPerStep = whole.calls() > STEPS ? 2 : 1;
        for (int start = 0; start < STEPS; start++) {
            SamplerState state = whole.begin(TorchGenerator.seeded(3), 16);
            for (int call = 0; call < start * callsPerStep; call++) {
                state = whole.advance(state, output(whole, state));
            }
            Sampler rest = sampler(name, start);
            SamplerState ofRest = new SamplerState(0, state.latents(), List.of(), state.noise());
            assertThat(rest.calls()).isEqualTo(whole.calls() - start * callsPerStep);
            assertThat(end(rest, ofRest)).isEqualTo(end(whole, state));
        }
    }

    /** Some make fewer steps there than are asked for. */
    @Test
    void theLastStepIsLeftOfEveryRunOnTheOriginalGrid() {
        SamplerOptions original = new SamplerOptions(
                OptionalDouble.empty(), Optional.of(TimestepSpacing.ORIGINAL), Optional.empty(), Optional.empty());
        for (SamplerFactory factory : Samplers.all()) {
            for (int steps : List.of(1, 2, 10, 20, 30)) {
                Sampler last = factory.create(CONFIG, steps, original, steps - 1);
                assertThat(last.calls()).as("%s, %d steps", factory, steps).isPositive();
                assertThat(end(last, last.begin(TorchGenerator.seeded(3), 16)))
                        .as("%s, %d steps", factory, steps)
                        .doesNotContain(Float.NaN);
            }
        }
    }

    static List<SamplerFactory> samplers() {
        return Samplers.all().stream()
                .filter(sampler -> !ON_THEIR_OWN_WAY.contains(sampler.infotextName()))
                .toList();
    }

    /** Their calls are not those of the grid, which only says where a rest begins. */
    @Test
    void otherRestsBeginWithAsMuchNoiseAsTheOriginalGridHas() {
        SamplerOptions original = new SamplerOptions(
                OptionalDouble.empty(), Optional.of(TimestepSpacing.ORIGINAL), Optional.empty(), Optional.empty());
        float[] picture = {1, -2, 0.5f};
        float[] noise = {0.25f, 3, -1};
        for (String name : ON_THEIR_OWN_WAY) {
            for (int start = 0; start < STEPS; start++) {
                Sampler ofGrid = Samplers.find("Euler").orElseThrow().create(CONFIG, STEPS, original, start);
                assertThat(sampler(name, start).noised(picture, noise, 0))
                        .as("%s from step %d", name, start)
                        .isEqualTo(ofGrid.noised(picture, noise, 0));
                assertThat(sampler(name, start).initialScale()).isEqualTo(ofGrid.initialScale());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("samplers")
    void theNoiseOfACallIsThatOfTheWholeRun(SamplerFactory factory) {
        Sampler whole = sampler(factory.displayName(), 0);
        Sampler rest = sampler(factory.displayName(), 4);
        int leftOut = whole.calls() - rest.calls();
        float[] picture = {1, -2, 0.5f};
        float[] noise = {0.25f, 3, -1};
        for (int call = 0; call < rest.calls(); call++) {
            assertThat(rest.timestep(call)).isEqualTo(whole.timestep(leftOut + call));
            assertThat(rest.noised(picture, noise, call)).isEqualTo(whole.noised(picture, noise, leftOut + call));
        }
    }

    /** diffusers' list repeats the second timestep; what is left out is left out of that list. */
    @Test
    void plmsKeepsTheTimestepsThatDiffusersKeeps() {
        assertThat(timesteps(sampler("PLMS", 0))).startsWith(889, 778, 778, 667).hasSize(10);
        assertThat(timesteps(sampler("PLMS", 1))).startsWith(778, 778, 667).hasSize(9);
        assertThat(timesteps(sampler("PLMS", 4))).startsWith(556, 445, 334).hasSize(6);
    }

    @Test
    void somethingIsLeft() {
        for (int start : new int[] {-1, STEPS}) {
            assertThatThrownBy(() -> sampler("DDIM", start))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("start must be from 0 to 8, was " + start);
        }
    }

    private static Sampler sampler(String name, int start) {
        return Samplers.find(name).orElseThrow().create(CONFIG, STEPS, SamplerOptions.NONE, start);
    }

    private static List<Integer> timesteps(Sampler sampler) {
        return IntStream.range(0, sampler.calls())
                .mapToObj(call -> (int) sampler.timestep(call))
                .toList();
    }

    private static float[] end(Sampler sampler, SamplerState from) {
        SamplerState state = from;
        while (!sampler.isDone(state)) {
            state = sampler.advance(state, output(sampler, state));
        }
        return state.latents();
    }

    private static float[] output(Sampler sampler, SamplerState state) {
        float[] output = sampler.modelInput(state).values().clone();
        for (int i = 0; i < output.length; i++) {
            output[i] = 0.7f * output[i] - 0.0002f * sampler.timestep(state);
        }
        return Runs.unguided(sampler, output);
    }
}
