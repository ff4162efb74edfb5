package dev.diffract.frontend.core.plan;

import dev.diffract.frontend.core.noise.TorchGenerator;
import dev.diffract.frontend.core.sampling.StepNoise;
import dev.diffract.frontend.core.sampling.TreeNoise;

/**
 * Where the noise of a plan's pictures comes from.
 *
 * @param seed of the first picture, 0 and up
 * @param subseed of the first picture, 0 and up; counts only with a strength
 * @param subseedStrength how far a picture's first noise goes from the seed's to the subseed's: 0 not, 1 all the way
 */
public record Noise(NoiseSource source, long seed, long subseed, double subseedStrength) {

    /** Whether pictures are variations of the one that has the seed: then they differ in their subseeds. */
    public boolean varied() {
        return subseedStrength > 0;
    }

    /** Seed of picture {@code index}: wraps to 0 after 2^63 - 1. */
    public long seedOf(int index) {
        return varied() ? seed : seed + index & Long.MAX_VALUE;
    }

    /** Subseed of picture {@code index}: wraps to 0 after 2^63 - 1. */
    public long subseedOf(int index) {
        return subseed + index & Long.MAX_VALUE;
    }

    /** A picture's Brownian tree, of its seed and of generators like its own. */
    public StepNoise tree(int index) {
        return new TreeNoise(source::seeded, seedOf(index));
    }

    /** A picture's generator, before its first draw. */
    public TorchGenerator generator(int index) {
        return source.seeded(seedOf(index));
    }

    /**
     * A picture's generator, before it draws the noise to start from.
     *
     * @param generator of the picture
     * @param height of a latent
     * @param width of a latent
     */
    public TorchGenerator varied(TorchGenerator generator, int index, int height, int width) {
        return varied()
                ? generator.towards(source.seeded(subseedOf(index)), subseedStrength, height, width)
                : generator;
    }
}
