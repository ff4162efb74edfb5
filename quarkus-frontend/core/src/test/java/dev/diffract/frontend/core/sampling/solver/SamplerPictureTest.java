package dev.diffract.frontend.core.sampling.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.diffract.frontend.core.noise.TorchGenerator;
import dev.diffract.frontend.core.sampling.Sampler;
import dev.diffract.frontend.core.sampling.SamplerState;
import dev.diffract.repository.layout.SchedulerConfig;
import dev.diffract.repository.layout.SolverConfig;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SamplerPictureTest {

    private static final int SIZE = 64;

    static Stream<SamplerFactory> samplers() {
        return Samplers.all().stream();
    }

    @ParameterizedTest
    @MethodSource("samplers")
    void ofAModelThatFindsTheNoiseIsThePictureUnderneath(SamplerFactory factory) {
        Sampler sampler = factory.create(SchedulerConfigs.stableDiffusion(), 20);
        TorchGenerator.Draw picture = TorchGenerator.seeded(1).normal(SIZE);
        TorchGenerator.Draw noise = picture.next().normal(SIZE);
        for (int call = 0; call < sampler.calls(); call++) {
            SamplerState before = new SamplerState(call, noise.values(), List.of(), noise.next());
            SamplerState state = before.with(sampler.noised(picture.values(), noise.values(), before));
            float[] seen = sampler.picture(state, Runs.unguided(sampler, noise.values()));
            assertClose(seen, picture.values(), call);
        }
    }

    @ParameterizedTest
    @MethodSource("samplers")
    void ofAModelThatFindsTheVelocityIsThePictureUnderneath(SamplerFactory factory) {
        SchedulerConfig config = SchedulerConfigs.stableDiffusion("DDIMScheduler", "v_prediction", SolverConfig.NONE);
        Sampler sampler = factory.create(config, 20);
        TorchGenerator.Draw picture = TorchGenerator.seeded(1).normal(SIZE);
        TorchGenerator.Draw noise = picture.next().normal(SIZE);
        for (int call = 0; call < sampler.calls(); call++) {
            SamplerState before = new SamplerState(call, noise.values(), List.of(), noise.next());
            SamplerState state = before.with(sampler.noised(picture.values(), noise.values(), before));
            float[] input = sampler.modelInput(state).values();
            float[] output = Runs.unguided(sampler, velocity(input, picture.values(), noise.values()));
            assertClose(sampler.picture(state, output), picture.values(), call);
        }
    }

    /** v = α·noise − σ·picture, of the input α·picture + σ·noise: α and σ from any two values. */
    private static float[] velocity(float[] input, float[] picture, float[] noise) {
        double determinant = (double) picture[0] * noise[1] - (double) picture[1] * noise[0];
        double alpha = ((double) input[0] * noise[1] - (double) input[1] * noise[0]) / determinant;
        double sigma = ((double) picture[0] * input[1] - (double) picture[1] * input[0]) / determinant;
        float[] velocity = new float[input.length];
        for (int i = 0; i < velocity.length; i++) {
            velocity[i] = (float) (alpha * noise[i] - sigma * picture[i]);
        }
        return velocity;
    }

    private static void assertClose(float[] seen, float[] picture, int call) {
        for (int i = 0; i < seen.length; i++) {
            assertThat(seen[i]).as("call " + call).isCloseTo(picture[i], within(2e-3f));
        }
    }
}
