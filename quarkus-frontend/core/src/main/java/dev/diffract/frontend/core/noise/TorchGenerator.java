package dev.diffract.frontend.core.noise;

import java.nio.ByteBuffer;

/**
 * Standard normal noise as {@code torch.randn} draws it. Immutable: a draw gives the generator to go on with, so that a
 * picture can be taken up again from any of its states.
 */
public sealed interface TorchGenerator permits CpuGenerator, GpuGenerator, VariationGenerator {

    /**
     * The generator of the CPU, bit for bit.
     *
     * @param seed any value; like torch's, only its low 32 bits count
     */
    static TorchGenerator seeded(long seed) {
        return CpuGenerator.seeded(seed);
    }

    /**
     * The generator of NVIDIA GPUs.
     *
     * @param seed any value; all of its bits count
     */
    static TorchGenerator seededOnGpu(long seed) {
        return new GpuGenerator(seed, 0);
    }

    /**
     * Draws {@code torch.randn(count)}.
     *
     * @param count at least 0
     */
    Draw normal(int count);

    /**
     * A generator whose first draw goes some of the way to another's; all later ones are this one's.
     *
     * @param other its first draw is the target
     * @param strength from 0, this generator's draw, to 1, the other's
     * @param height rows of a latent
     * @param width columns of a latent
     */
    default TorchGenerator towards(TorchGenerator other, double strength, int height, int width) {
        return new VariationGenerator(this, other, (float) strength, height, width);
    }

    /** Bytes that {@link #put} writes. */
    int byteCount();

    /** Writes which generator it is, and where it is. */
    void put(ByteBuffer target);

    /**
     * A generator that goes on where {@link #put} was called.
     *
     * @throws IllegalArgumentException if {@link #put} did not write what comes next
     * @throws java.nio.BufferUnderflowException if there are too few bytes
     */
    static TorchGenerator get(ByteBuffer source) {
        byte kind = source.get();
        return switch (kind) {
            case CpuGenerator.KIND -> CpuGenerator.get(source);
            case GpuGenerator.KIND -> GpuGenerator.get(source);
            case VariationGenerator.KIND -> VariationGenerator.get(source);
            default -> throw new IllegalArgumentException("there is no generator of kind " + kind);
        };
    }

    /**
     * Drawn values, and the generator after them.
     *
     * @param values not to be changed
     */
    record Draw(float[] values, TorchGenerator next) {}
}
