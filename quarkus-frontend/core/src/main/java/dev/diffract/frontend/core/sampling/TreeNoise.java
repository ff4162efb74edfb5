package dev.diffract.frontend.core.sampling;

import dev.diffract.frontend.core.noise.BrownianTree;
import dev.diffract.frontend.core.noise.TorchGenerator;
import java.util.function.LongFunction;

/**
 * Noise from a picture's own Brownian tree, as k-diffusion gives it to its SDE samplers: it depends on the two σ of a step and
 * not on the draws before. Samplers that are not such draw from the picture's generator.
 *
 * @param seeded the generator of each of the tree's seeds
 * @param seed of the picture
 */
public record TreeNoise(LongFunction<TorchGenerator> seeded, long seed) implements StepNoise {

    @Override
    public TorchGenerator.Draw draw(SamplerState state) {
        return OF_PICTURE.draw(state);
    }

    @Override
    public StepNoise along(float low, float high) {
        return new Along(new BrownianTree(seeded, seed, low, high));
    }

    private record Along(BrownianTree tree) implements StepNoise {

        @Override
        public TorchGenerator.Draw draw(SamplerState state) {
            return OF_PICTURE.draw(state);
        }

        @Override
        public TorchGenerator.Draw draw(SamplerState state, float from, float to) {
            float[] values = tree.increment(to, from, state.latents().length);
            // A run that ends at the σ it has already come down to adds no noise there, whatever it is.
            float deviation = from == to ? 1 : (float) Math.sqrt(from - to);
            for (int i = 0; i < values.length; i++) {
                values[i] = -values[i] / deviation;
            }
            return new TorchGenerator.Draw(values, state.noise());
        }
    }
}
