package dev.diffract.frontend.core.sampling.solver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.core.noise.TorchGenerator;
import dev.diffract.frontend.core.sampling.Sampler;
import dev.diffract.frontend.core.sampling.SamplerState;
import dev.diffract.frontend.core.sampling.SamplerStateCodec;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What no other sampler has: its runs find out by themselves how long they are. */
class DpmAdaptiveSamplerTest {

    private static final int STEPS = 20;

    private final Sampler sampler =
            Samplers.find("DPM adaptive").orElseThrow().create(SchedulerConfigs.stableDiffusion(), STEPS);

    @Test
    void progressGoesFromTheBeginningToTheEndHoweverManyCallsThatTakes() {
        List<SamplerState> states = Runs.run(sampler, 7, 16);
        List<Integer> progress = states.stream().map(sampler::progress).toList();

        assertThat(sampler.calls()).isEqualTo(STEPS);
        assertThat(progress).isSorted().startsWith(0).endsWith(STEPS);
        assertThat(progress.get(progress.size() - 2)).isLessThan(STEPS);
        assertThat(states).hasSizeGreaterThan(STEPS);
    }

    @Test
    void theNumberOfStepsMakesNoDifferenceToAWholeRun() {
        Sampler more = Samplers.find("DPM adaptive").orElseThrow().create(SchedulerConfigs.stableDiffusion(), 50);

        assertThat(Runs.last(Runs.run(more, 7, 16)).latents())
                .containsExactly(Runs.last(Runs.run(sampler, 7, 16)).latents());
    }

    @Test
    void aRunThatLeadsNowhereIsEndless() {
        SamplerState state = sampler.begin(TorchGenerator.seeded(7), 16);
        while (!sampler.isEndless(state)) {
            assertThat(sampler.isDone(state)).isFalse();
            assertThat(sampler.takes(state)).isTrue();
            float[] output = new float[16];
            Arrays.fill(output, state.call() % 2 == 0 ? 1e6f : -1e6f);
            state = sampler.advance(state, output);
        }
        assertThat(state.call()).isEqualTo(999);
        assertThat(sampler.takes(state)).isFalse();
    }

    @Test
    void onlyStatesOfItsOwnAreTakenUp() {
        List<SamplerState> states = Runs.run(sampler, 7, 16);
        assertThat(states.subList(0, states.size() - 1)).allMatch(sampler::takes);
        assertThat(sampler.takes(Runs.last(states))).isFalse();

        SamplerState second = states.get(1);
        assertThat(sampler.takes(new SamplerState(1, second.latents(), second.history(), second.noise())))
                .isFalse();
        assertThat(sampler.takes(
                        new SamplerState(2, second.latents(), second.history(), second.noise(), second.numbers())))
                .isFalse();
        assertThat(sampler.takes(new SamplerState(
                        1, second.latents(), second.history(), second.noise(), List.of(Double.NaN, 1.0))))
                .isFalse();
    }

    @Test
    void itsNumbersAreInTheBytesOfItsStates() {
        SamplerState state = Runs.run(sampler, 7, 16).get(5);
        assertThat(SamplerStateCodec.decode(SamplerStateCodec.encode(state)).numbers())
                .hasSize(2)
                .isEqualTo(state.numbers());
    }
}
